//! The page of an employer, reached from one of its vacancies: what is on file, and the form that changes it.
//!
//! ```text
//! Trattoria Alba
//!
//!   Tipo           azienda
//!   Comune         Milano
//!   Telefono       02 1234
//!   Offerte        si possono raccogliere
//!
//! 1 Modifica i dati
//! ```

use crate::domain::Named as _;
use crate::domain::company::CompanyKind;
use crate::domain::ids::CompanyId;
use crate::domain::person::is_phone;
use crate::domain::staff::Right;
use crate::panes::{Cx, DraftKey, Env, person};
use crate::store::companies::{CompanyFile, CompanyRow, SetCompany};
use crate::store::{Error, Result};
use crate::ui::form::{Field, Form};
use crate::ui::list::ListState;
use crate::ui::part::Part;
use crate::ui::stale::OnFile;
use crate::ui::view::{Block, Facts, List, Row, RowsBy, Say, Span, Tone, View};
use crate::ui::words::MessageId;

use super::answer::{answer_code, read_answer, yes_no};
use super::{Level, Msg, Vacancies, say};

/// The name of the form in the drafts.
pub(super) const FORM: &str = "company.change";

const NAME: &str = "name";
const KIND: &str = "kind";
const CODE: &str = "tax_code";
const PLACE: &str = "place";
const CONTACT: &str = "contact";
const PHONE: &str = "phone";
const EMAIL: &str = "email";
const ACTIVE: &str = "active";

/// An employer whose page is open.
pub(super) struct Firm {
    pub(super) row: CompanyRow,
    list: ListState<usize>,
    /// The form that changes it, while it is open.
    pub(super) form: Option<Form>,
    /// Whether an act is under way.
    busy: bool,
    /// What was typed met a change of somebody else and is to be saved again.
    again: bool,
}

fn fields(env: &Env) -> Vec<Field> {
    let words = &env.words;
    vec![
        Field::text(NAME, MessageId("company-name"))
            .required()
            .max(120),
        Field::choice(
            KIND,
            MessageId("company-kind"),
            person::options::<CompanyKind>(words),
        )
        .required(),
        Field::text(CODE, MessageId("company-code"))
            .max(16)
            .of_codes(),
        Field::picker(PLACE, MessageId("company-place")),
        Field::text(CONTACT, MessageId("company-contact")).max(80),
        Field::text(PHONE, MessageId("person-phone")).max(30),
        Field::text(EMAIL, MessageId("company-email")).max(80),
        Field::choice(ACTIVE, MessageId("company-active"), yes_no(env)).required(),
    ]
}

impl Firm {
    /// The page of an employer on file.
    pub(super) fn new(row: CompanyRow) -> Self {
        let mut list = ListState::new();
        list.keep(1, |i| i);
        Self {
            row,
            list,
            form: None,
            busy: false,
            again: false,
        }
    }

    /// The key of the draft of its form.
    fn key(&self) -> DraftKey {
        DraftKey::new(FORM, self.row.id)
    }

    /// The form that is open, and the key of its draft.
    pub(super) fn draft(&self) -> Option<(DraftKey, &Form)> {
        Some((self.key(), self.form.as_ref()?))
    }

    /// The part in focus.
    pub(super) fn part(&mut self) -> &mut dyn Part {
        match &mut self.form {
            Some(form) => form,
            None => &mut self.list,
        }
    }

    /// The form, filled with what is on file.
    fn filled(&self, env: &Env) -> Form {
        let fields_on_file = &self.row.fields;
        let mut form = Form::new(FORM, fields(env));
        form.set(NAME, &fields_on_file.name);
        form.set(KIND, fields_on_file.kind.code());
        let place = fields_on_file.place.as_deref();
        if let Some(place) = place.and_then(|istat| env.reference.municipality(istat)) {
            form.choose(PLACE, person::municipality_choice(&place));
        }
        for (name, value) in [
            (CODE, &fields_on_file.tax_code),
            (CONTACT, &fields_on_file.contact),
            (PHONE, &fields_on_file.phone),
            (EMAIL, &fields_on_file.email),
        ] {
            form.set(name, value.as_deref().unwrap_or_default());
        }
        form.set(ACTIVE, answer_code(self.row.active));
        form.filled_from(OnFile::new("company", self.row.id.0, self.row.ver));
        form
    }

    /// What is on file now; what is being typed goes over it.
    fn renew(&mut self, row: CompanyRow, env: &Env) {
        self.row = row;
        if let Some(typed) = self.form.take().map(|form| form.draft()) {
            let mut form = self.filled(env);
            form.restore(&typed);
            self.form = Some(form);
        }
    }

    /// A field was left: what is wrong with it, and what is doubtful.
    fn check(&mut self, name: &'static str, env: &Env) {
        let Some(form) = &mut self.form else { return };
        let Some(field) = form.field(name) else {
            return;
        };
        let wrong = if field.is_unmatched() {
            Some(MessageId("vacancies-pick-one"))
        } else if field.required && field.is_empty() {
            Some(MessageId("vacancy-field-empty"))
        } else if name == PHONE && !is_phone(field.value()) {
            Some(MessageId("person-phone-wrong"))
        } else {
            None
        };
        let typed = field.value().to_owned();
        form.clear_error(name);
        if let Some(id) = wrong {
            form.set_error(name, say::say(env, id));
        }
        if name == CODE {
            // A code that does not add up is kept, and said: it may be what the papers say.
            form.set_hint(CODE, person::look_at_code(&typed, env).error);
        }
    }

    /// The act that saves the form, when every field is right.
    fn change(&mut self, env: &Env) -> Option<SetCompany> {
        let names: Vec<_> = self.form.as_ref()?.fields.iter().map(|f| f.name).collect();
        for name in names {
            self.check(name, env);
        }
        let form = self.form.as_mut()?;
        if form.go_to_error() {
            return None;
        }
        let own = |name: &str| Some(form.value(name).to_owned()).filter(|value| !value.is_empty());
        let mut fields = self.row.fields.clone();
        form.value(NAME).clone_into(&mut fields.name);
        fields.kind = form.value(KIND).parse().unwrap_or(fields.kind);
        fields.tax_code = own(CODE).map(|code| code.to_uppercase());
        match env.reference.municipality(form.value(PLACE)) {
            Some(place) => {
                fields.place = Some(place.istat.to_owned());
                fields.place_name = Some(place.name.to_owned());
            }
            // A place that came from a file as words stays as it is.
            None if fields.place.is_some() => (fields.place, fields.place_name) = (None, None),
            None => {}
        }
        fields.contact = own(CONTACT);
        fields.phone = own(PHONE);
        fields.email = own(EMAIL);
        Some(SetCompany {
            company: self.row.id,
            ver: self.row.ver,
            fields,
            active: read_answer(form.value(ACTIVE)).unwrap_or(self.row.active),
        })
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let title = Say::Borrowed(self.row.fields.name.as_str());
        let title = env.titled(self.row.id, title);
        if let Some(form) = &self.form {
            return View::of_form(title, form);
        }
        let list = List::plain(RowsBy::new(1, |_| Row {
            cells: vec![Span::plain(env.words.get(MessageId("company-change")))],
        }))
        .selecting(self.list.selected());
        View::new(
            title,
            vec![Block::Facts(self.facts(env)), Block::List(list)],
        )
        .at(1, 0)
    }

    fn facts<'a>(&'a self, env: &'a Env) -> Facts<'a> {
        let words = &env.words;
        let on_file = &self.row.fields;
        let text = |text: &'a Option<String>| Span::plain(text.as_deref().unwrap_or_default());
        let active = if self.row.active {
            Span::plain(words.get(MessageId("company-is-active")))
        } else {
            Span::toned(words.get(MessageId("company-is-inactive")), Tone::Warn)
        };
        let count = [("n", self.row.vacancies.into())];
        let rows = [
            (
                MessageId("company-kind"),
                Span::plain(say::word(words, on_file.kind)),
            ),
            (MessageId("company-code"), text(&on_file.tax_code)),
            (MessageId("company-place"), text(&on_file.place_name)),
            (MessageId("company-contact"), text(&on_file.contact)),
            (MessageId("person-phone"), text(&on_file.phone)),
            (MessageId("company-email"), text(&on_file.email)),
            (
                MessageId("company-vacancies"),
                Span::plain(words.with(MessageId("company-vacancies-count"), &count)),
            ),
            (MessageId("company-active"), active),
        ];
        Facts::of(words, rows)
    }
}

impl Vacancies {
    fn firm(&mut self) -> Option<&mut Firm> {
        match self.stack.last_mut() {
            Some(Level::Firm(firm)) => Some(firm),
            _ => None,
        }
    }

    /// Opens the page of the employer of the vacancy in front.
    pub(super) fn open_firm(&mut self) {
        let row = match self.stack.last() {
            Some(Level::One(one)) => one.file.as_ref().map(|file| file.company.clone()),
            _ => None,
        };
        if let Some(row) = row {
            self.stack.push(Level::Firm(Box::new(Firm::new(row))));
        }
    }

    /// Goes on with a draft of the form of an employer: first it is read.
    pub(super) fn go_back_to_firm(&mut self, company: CompanyId, cx: &mut Cx<'_, Self>) {
        self.stack.clear();
        self.resuming_firm = Some(company);
        cx.read("firm", CompanyFile { company }, Msg::Firm);
    }

    /// Opens the form.
    pub(super) fn change_firm(&mut self, cx: &mut Cx<'_, Self>) {
        if !cx.env().staff.may(Right::VacanciesWrite) {
            return cx.fail(&Error::Denied(Right::VacanciesWrite));
        }
        let env = cx.env().clone();
        if let Some(firm) = self.firm() {
            firm.form = Some(firm.filled(&env));
            cx.find_draft(firm.key(), Msg::Draft);
        }
    }

    /// What is on file of an employer has come.
    pub(super) fn firm_read(&mut self, row: CompanyRow, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let id = row.id;
        if self.resuming_firm.take_if(|wanted| *wanted == id).is_some() {
            self.stack.push(Level::Firm(Box::new(Firm::new(row))));
            return self.change_firm(cx);
        }
        let Some(firm) = self.firm().filter(|firm| firm.row.id == id) else {
            return;
        };
        firm.renew(row, &env);
        let settled = |form: &Form| form.clashes().is_empty();
        if std::mem::take(&mut firm.again) && firm.form.as_ref().is_some_and(settled) {
            self.save_firm(cx);
        }
    }

    /// A field of the form was edited: the municipalities that answer it.
    pub(super) fn firm_edited(&mut self, field: usize, cx: &Cx<'_, Self>) {
        let reference = cx.env().reference.clone();
        let Some(form) = self.firm().and_then(|firm| firm.form.as_mut()) else {
            return;
        };
        if form.fields.get(field).is_some_and(|f| f.name == PLACE) {
            let typed = form.text(PLACE).to_owned();
            form.set_proposals(PLACE, person::municipalities(&typed, &reference));
        }
    }

    /// A field of the form was left.
    pub(super) fn firm_left(&mut self, field: usize, env: &Env) {
        if let Some(firm) = self.firm()
            && let Some(name) = firm
                .form
                .as_ref()
                .and_then(|f| Some(f.fields.get(field)?.name))
        {
            firm.check(name, env);
        }
    }

    /// Saves the form.
    pub(super) fn save_firm(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(firm) = self.firm().filter(|firm| !firm.busy) else {
            return;
        };
        if let Some(act) = firm.change(&env) {
            firm.busy = true;
            cx.act(act, Msg::FirmChanged);
        }
    }

    /// It is on file; or somebody else was faster, and what was typed goes over what is there now.
    pub(super) fn firm_changed(&mut self, done: Result<()>, cx: &mut Cx<'_, Self>) {
        let Some(firm) = self.firm() else { return };
        firm.busy = false;
        let company = firm.row.id;
        match done {
            Ok(()) => {
                firm.form = None;
                cx.drop_draft(firm.key());
                cx.tell(Tone::Good, MessageId("company-saved"));
            }
            Err(Error::Conflict { .. }) => firm.again = true,
            Err(error) => return cx.fail(&error),
        }
        cx.read("firm", CompanyFile { company }, Msg::Firm);
    }
}
