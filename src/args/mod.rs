//! The command line: what can be asked of the program, with every value checked as it is read.
//!
//! Knows what may be asked, not how it is done. A fault of usage ends the program with code 2, which is
//! clap's own.

mod lookups;
mod values;

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use ipnet::IpNet;

use crate::config::Preferences;
use crate::domain::lang::Lang;
use crate::domain::staff::Role;
use crate::ui::screen::Profile;

pub use lookups::{Holidays, List, Listed, Lookup, TaxCode};
pub use values::Unfit;
use values::{address, date, login, name, network, one_of, own_address, profiles};

/// The front desk of an employment service, in a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Parser)]
#[command(name = "sportello", version, about, disable_help_subcommand = true)]
pub struct Args {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do; the desk when none.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What holds for every command.
#[derive(Debug, Clone, Default, PartialEq, Eq, Group)]
pub struct Global {
    /// The office's database
    #[arg(long, value_name = "FILE", global = true)]
    pub db: Option<PathBuf>,
    /// The configuration file, instead of the one in your configuration folder
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// The theme: normal, light, high-contrast, yellow-on-black, terminal, mono, or one of your own
    #[arg(long, value_name = "NAME", global = true)]
    pub theme: Option<String>,
    /// The language of the screen
    #[arg(long, value_name = "LANG", global = true, value_parser = one_of::<Lang>())]
    pub lang: Option<Lang>,
    /// How the screen shows the focus: visual, or reader for screen readers and braille displays
    #[arg(long, value_name = "PROFILE", global = true, value_parser = profiles())]
    pub profile: Option<Profile>,
    /// Speak plain lines instead of painting a screen
    #[arg(long, global = true)]
    pub linear: bool,
    /// Who you are in the office; your name on this computer when left out
    // A name of its own: clap would give it the LOGIN that `staff` takes.
    #[arg(id = "as", long = "as", value_name = "LOGIN", global = true, value_parser = login)]
    pub login: Option<String>,
}

impl Global {
    /// The settings that the flags ask for.
    pub fn preferences(&self) -> Preferences {
        Preferences {
            lang: self.lang,
            theme: self.theme.clone(),
            profile: self.profile,
            linear: self.linear.then_some(true),
            ..Preferences::default()
        }
    }
}

/// A command.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Open the practice office: invented people, nothing is kept
    Demo(Demo),
    /// Make a new, empty office
    Init(Init),
    /// Who works here
    #[command(subcommand)]
    Staff(StaffCommand),
    /// What holds for the whole office
    #[command(subcommand)]
    Office(OfficeCommand),
    /// Serve the office on the local network: any SSH client is a desk
    Serve(Serve),
    /// What clients are shown of the server's key
    Fingerprint {
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// Read people, vacancies or the interview's outline into the office
    Import(Import),
    /// Write a list of the office on the terminal
    List(List),
    /// Make a backup of the office in one file, while people work
    Backup(Backup),
    /// Bring a backup back as the office
    Restore(Restore),
    /// Check the office: its file, its journal, its settings
    Doctor(Doctor),
    /// Write the agenda, the people, the vacancies or the interview's outline out
    #[command(subcommand)]
    Export(Export),
    /// Who is on the office's server, and how it is
    Status {
        /// One JSON document
        #[arg(long)]
        json: bool,
    },
    /// Check tax codes and say what they tell
    TaxCode(TaxCode),
    /// Find municipalities by name
    Places(Lookup),
    /// Find occupations by title
    Occupations(Lookup),
    /// The public holidays of a year
    Holidays(Holidays),
    /// The accessibility page and the table of the norm
    Accessibility,
}

/// `serve`: the office on the local network.
#[derive(Debug, Clone, PartialEq, Eq, Group)]
pub struct Serve {
    /// Where to listen; may be given several times
    #[arg(long, value_name = "ADDR:PORT", default_value = "0.0.0.0:2222", value_parser = address)]
    pub listen: Vec<SocketAddr>,
    /// A network whose computers may connect, beside private, link-local and loopback ones; may be given
    /// several times
    #[arg(long, value_name = "CIDR", value_parser = network)]
    pub allow: Vec<IpNet>,
    /// Where to give figures to a collector: an address of this computer
    #[arg(long, value_name = "ADDR:PORT", value_parser = own_address)]
    pub metrics: Option<SocketAddr>,
    /// The file of the log; the error stream when left out
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
}

/// `demo`: the practice office.
#[derive(Debug, Clone, PartialEq, Eq, Group)]
pub struct Demo {
    /// Write the practice office to a file instead of opening it
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
    /// The day it is made for, as 2026-03-03; today when left out
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<NaiveDate>,
}

/// `init`: a new office.
#[derive(Debug, Clone, PartialEq, Eq, Group)]
pub struct Init {
    /// The name of the office
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub office: Option<String>,
    /// The municipality where the office is
    #[arg(long, value_name = "PLACE", value_parser = name)]
    pub place: Option<String>,
    /// The login name of the first member of staff, with the role coordination
    #[arg(long, value_name = "LOGIN", value_parser = login)]
    pub login: Option<String>,
    /// The name of the first member of staff
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub name: Option<String>,
}

/// `staff`: who works here.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum StaffCommand {
    /// Add a member of staff
    Add(StaffAdd),
    /// List the members of staff
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Change the name or the roles of a member of staff
    Change(StaffChange),
    /// Switch a member of staff off: nothing of what they did is lost
    Disable {
        /// The login name
        #[arg(value_parser = login)]
        login: String,
    },
    /// Switch a member of staff on again
    Enable {
        /// The login name
        #[arg(value_parser = login)]
        login: String,
    },
    /// The SSH keys with which staff come in
    #[command(subcommand, after_help = FORCED)]
    Key(KeyCommand),
    /// Give somebody a password, read from standard input
    Password(SecretOf),
    /// Give somebody a second factor and write its address, once
    Totp(SecretOf),
    /// Who came in, from where, by what, and who was refused; the latest last
    Logins {
        /// Only of this login
        #[arg(value_parser = login)]
        login: Option<String>,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
}

/// How the program is reached through the computer's own SSH server.
const FORCED: &str = "Under the computer's own SSH server, give each key a line of its own in authorized_keys:\n\n  \
    restrict,pty,command=\"sportello --as anna\" ssh-ed25519 AAAA... anna@desk\n\n\
    The key then opens the desk as anna and nothing else.";

/// `staff key`: the keys of the staff.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum KeyCommand {
    /// Let somebody in with one more key
    Add {
        /// The login name
        #[arg(value_parser = login)]
        login: String,
        /// The public key, a file that ends in .pub; - reads it from standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// List the keys of somebody
    List {
        /// The login name
        #[arg(value_parser = login)]
        login: String,
        /// The revoked ones too
        #[arg(long)]
        all: bool,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Revoke a key: whoever is on with it is put out
    Revoke {
        /// The login name
        #[arg(value_parser = login)]
        login: String,
        /// The fingerprint, as the list shows it
        #[arg(value_name = "FINGERPRINT")]
        fingerprint: String,
        /// Even if it is the last one
        #[arg(long)]
        anyway: bool,
    },
}

/// `staff password` and `staff totp`.
#[derive(Debug, Clone, PartialEq, Eq, Group)]
pub struct SecretOf {
    /// The login name
    #[arg(value_parser = login)]
    pub login: String,
    /// Take it away
    #[arg(long)]
    pub remove: bool,
}

/// `office`: what holds for the whole office.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum OfficeCommand {
    /// Whether a password with a second factor lets in, beside keys
    Passwords {
        /// From now on
        #[arg(value_enum)]
        switch: Switch,
    },
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// From now on it does.
    On,
    /// From now on it does not.
    Off,
}

/// `staff add`.
#[derive(Debug, Clone, PartialEq, Eq, Group)]
pub struct StaffAdd {
    /// The login name: 1 to 32 of a-z 0-9 . _ -
    #[arg(value_parser = login)]
    pub login: String,
    /// The name that colleagues see
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub name: String,
    /// What the person does; may be given several times
    #[arg(long = "role", value_name = "ROLE", required = true, value_parser = one_of::<Role>())]
    pub roles: Vec<Role>,
    /// The office where the person works, when there is more than one
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub office: Option<String>,
}

/// `staff change`.
#[derive(Debug, Clone, PartialEq, Eq, Group)]
pub struct StaffChange {
    /// The login name
    #[arg(value_parser = login)]
    pub login: String,
    /// The new name
    #[arg(long, value_name = "NAME", value_parser = name, required_unless_present = "roles")]
    pub name: Option<String>,
    /// The new roles, instead of all the old ones; may be given several times
    #[arg(long = "role", value_name = "ROLE", value_parser = one_of::<Role>())]
    pub roles: Vec<Role>,
}

/// `import`: a file of people, of vacancies, or the outline of the interview.
#[derive(Debug, Clone, PartialEq, Eq, Group)]
pub struct Import {
    /// What the file holds
    #[arg(value_enum)]
    pub what: Imported,
    /// The file: a CSV table, TOML for the outline; - reads it from standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Say what would be imported, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Import the good rows, and write the refused ones with their reasons to a file
    #[arg(long, value_name = "REFUSED", num_args = 0..=1, require_equals = true)]
    pub partial: Option<Option<PathBuf>>,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Imported {
    /// People.
    People,
    /// Vacancies.
    Vacancies,
    /// The outline of the interview.
    Outline,
}

/// `export`: a whole list for another program, on standard output.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Export {
    /// The agenda as iCalendar: the whole office's for those who may write lists out, else your own
    Agenda {
        /// The first day, as 2026-03-03; today when left out
        #[arg(long, value_name = "DATE", value_parser = date)]
        from: Option<NaiveDate>,
        /// The last day, as 2026-03-03; 30 days later when left out
        #[arg(long, value_name = "DATE", value_parser = date)]
        to: Option<NaiveDate>,
        /// Only the appointments of one member of staff
        #[arg(id = "of", long = "staff", value_name = "LOGIN", value_parser = login)]
        staff: Option<String>,
    },
    /// The people on file as CSV, which import takes back
    People,
    /// The vacancies as CSV, which import takes back
    Vacancies,
    /// The outline of the interview as TOML, which import takes back
    Outline,
}

/// What may be asked for over SSH: commands that only read, or take what is sent to them.
#[derive(Debug, Clone, PartialEq, Eq, Parser)]
#[command(name = "sportello", version, about, disable_help_subcommand = true)]
pub struct Remote {
    /// The language of what is written
    #[arg(long, value_name = "LANG", global = true, value_parser = one_of::<Lang>())]
    pub lang: Option<Lang>,
    /// What to do.
    #[command(subcommand)]
    pub command: RemoteCommand,
}

/// A command that may be asked for over SSH.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum RemoteCommand {
    /// Read people, vacancies or the interview's outline from standard input into the office
    Import(Import),
    /// Write a list of the office
    List(List),
    /// Write the agenda, the people, the vacancies or the interview's outline out
    #[command(subcommand)]
    Export(Export),
    /// Check tax codes and say what they tell
    TaxCode(TaxCode),
    /// Find municipalities by name
    Places(Lookup),
    /// Find occupations by title
    Occupations(Lookup),
    /// The public holidays of a year
    Holidays(Holidays),
}

/// `backup`: the office in one file.
#[derive(Debug, Clone, PartialEq, Eq, Group)]
pub struct Backup {
    /// The file to make
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Take the place of a file that is there
    #[arg(long)]
    pub force: bool,
}

/// `restore`: a backup becomes the office.
#[derive(Debug, Clone, PartialEq, Eq, Group)]
pub struct Restore {
    /// The backup
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Take the place of an office that is there; the old one is kept under a dated name
    #[arg(long)]
    pub replace: bool,
}

/// `doctor`: whether the office is well.
#[derive(Debug, Clone, PartialEq, Eq, Group)]
pub struct Doctor {
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
    /// Take the file as it stands for good from now on, after a copy made by hand
    #[arg(long)]
    pub seal: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn args(line: &str) -> Result<Args, clap::Error> {
        Args::try_parse_from(std::iter::once("sportello").chain(line.split_whitespace()))
    }

    fn command(line: &str) -> Command {
        args(line).unwrap().command.unwrap()
    }

    #[test]
    fn the_table_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn nothing_opens_the_desk_and_flags_stand_anywhere() {
        assert_eq!(args("").unwrap().command, None);
        let before = args("--lang en --profile reader --linear demo").unwrap();
        let after = args("demo --linear --profile reader --lang en").unwrap();
        assert_eq!(before, after);
        let expected = Preferences {
            lang: Some(Lang::En),
            profile: Some(Profile::Reader),
            linear: Some(true),
            ..Preferences::default()
        };
        assert_eq!(after.global.preferences(), expected);
    }

    #[test]
    fn commands_take_their_values() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 3);
        assert_eq!(
            command("demo --write demo.db --date 2026-03-03"),
            Command::Demo(Demo {
                write: Some("demo.db".into()),
                date: day
            })
        );
        let Command::Staff(StaffCommand::Add(add)) =
            command("staff add anna --name Anna --role reception --role orientation")
        else {
            panic!("not a staff add");
        };
        assert_eq!(add.roles, [Role::Reception, Role::Orientation]);
        let staff = args("staff disable anna").unwrap();
        assert_eq!(staff.global.login, None, "the colleague is not who asks");
        let Command::Import(import) = command("import people new.csv --partial=bad.csv --dry-run")
        else {
            panic!("not an import");
        };
        assert_eq!(import.what, Imported::People);
        assert_eq!(import.partial, Some(Some("bad.csv".into())));
        let Command::Import(import) = command("import vacancies --partial new.csv") else {
            panic!("not an import");
        };
        assert_eq!(
            (import.partial, import.file),
            (Some(None), "new.csv".into())
        );
        let Command::TaxCode(codes) = command("tax-code RSSMRA80A01F205X - --json") else {
            panic!("not a tax-code");
        };
        assert_eq!(codes.codes, ["RSSMRA80A01F205X", "-"]);
        let Command::Places(places) = command("places sesto san") else {
            panic!("not a places");
        };
        assert_eq!(places.text(), "sesto san");
        let Command::Staff(StaffCommand::Key(KeyCommand::Revoke { anyway, .. })) =
            command("staff key revoke anna SHA256:abc --anyway")
        else {
            panic!("not a staff key revoke");
        };
        assert!(anyway);
        assert!(matches!(
            command("staff change anna --role quality"),
            Command::Staff(StaffCommand::Change(_))
        ));
    }

    #[test]
    fn wrong_values_are_faults_of_usage() {
        for line in [
            "demo --date 2026-02-30",
            "demo --date 03/03/2026",
            "demo --date 1899-12-31",
            "holidays 1899",
            "holidays 2201",
            "holidays",
            "staff add Anna --name Anna --role reception",
            "staff add anna --name Anna",
            "staff add anna --name Anna --role boss",
            "staff change anna",
            "staff key add anna",
            "staff password anna secret",
            "office passwords maybe",
            "import animals zoo.csv",
            "import people",
            "list persons",
            "tax-code",
            "--lang fr",
            "--profile blind",
            "frobnicate",
        ] {
            let error = args(line).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{line}");
        }
    }

    #[test]
    fn every_command_and_flag_is_described() {
        fn described(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for arg in command.get_arguments() {
                assert!(
                    arg.get_help().is_some(),
                    "{} {}",
                    command.get_name(),
                    arg.get_id()
                );
            }
            command.get_subcommands().for_each(described);
        }
        described(&Args::command());
    }
}
