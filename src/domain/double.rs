//! Two records of one person: what of each may stay when they become one.

crate::enumeration! {
    /// A fact of which two records may say different things: one of the two stays.
    SameFact, "same-fact" {
        /// Tax code. The other one is kept as a former code.
        Code = "code",
        /// Surname.
        Surname = "surname",
        /// Name.
        Name = "name",
        /// The name by which the person wants to be called.
        PreferredName = "preferred_name",
        /// Date of birth.
        BirthOn = "birth_on",
        /// Place of birth.
        BirthPlace = "birth_place",
        /// Sex of the civil registry.
        RegistrySex = "registry_sex",
        /// Gender as declared.
        Gender = "gender",
        /// Citizenships.
        Citizenship = "citizenship",
        /// Phone.
        Phone = "phone",
        /// Mail.
        Email = "email",
        /// How the person may be reached.
        ContactRule = "contact_rule",
        /// Municipality of residence.
        Residence = "residence",
        /// Street, number and postcode.
        Address = "address",
        /// Employment status of today and since when.
        Employment = "employment",
        /// The day of the declaration of immediate availability.
        DidOn = "did_on",
        /// Highest qualification.
        Education = "education",
        /// Languages spoken.
        Languages = "languages",
        /// Italian.
        Italian = "italian",
        /// Occupations wished for.
        Wishes = "wishes",
        /// Skills.
        Skills = "skills",
        /// Driving licence.
        Licence = "licence",
        /// A car of one's own.
        OwnCar = "own_car",
        /// How far from home work may be.
        Radius = "radius_km",
        /// Usual means of transport.
        Transport = "transport",
        /// Hours wished for.
        Shift = "shift",
        /// Fewest and most hours a week.
        Hours = "hours",
        /// Kinds of contract wished for.
        Contracts = "contracts",
        /// When the person can come.
        Comes = "comes",
        /// In which parts of days the person can work.
        Days = "days",
        /// What fills the days at present.
        Pursuits = "pursuits",
        /// First day of work.
        AvailableFrom = "available_from",
        /// Who follows the person.
        Referent = "referent",
    }
}
