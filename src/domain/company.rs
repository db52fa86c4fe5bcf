//! Employers.

crate::enumeration! {
    /// What kind of employer it is.
    CompanyKind, "company-kind" {
        /// Azienda.
        Company = "company",
        /// Cooperativa sociale di tipo A.
        SocialCoopA = "coop_a",
        /// Cooperativa sociale di tipo B.
        SocialCoopB = "coop_b",
        /// Altra cooperativa.
        Cooperative = "coop",
        /// Pubblica amministrazione.
        Public = "public",
        /// Associazione.
        Association = "association",
        /// Famiglia.
        Household = "household",
    }
}
