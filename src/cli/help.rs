//! The help of the command line in both languages: what each command and argument is, put where clap shows it.

use clap::{Arg, ArgAction};
use sportello::terminal::text;
use sportello::ui::words::{MessageId, Words};

/// A command with its help, and that of all below it, in the language of the words.
pub(super) fn localised(command: clap::Command, path: &str, words: &Words) -> clap::Command {
    let command = match of_path(path) {
        Some(about) => command.about(words.get(about).into_owned()),
        None => command,
    };
    let command = if path.is_empty() {
        command
            .disable_help_flag(true)
            .disable_version_flag(true)
            .arg(flag("help", 'h', ArgAction::Help).global(true))
            .arg(flag("version", 'V', ArgAction::Version))
            .after_help(words.get(MessageId("help-after")).into_owned())
    } else if path == "staff.key" {
        command
            .disable_help_flag(true)
            .after_help(words.get(MessageId("help-forced")).into_owned())
    } else {
        command.disable_help_flag(true)
    };
    command
        .mut_args(|arg| help_of(arg, path, words))
        .mut_subcommands(|below| {
            let path = join(path, below.get_name());
            localised(below, &path, words)
        })
}

fn flag(name: &'static str, short: char, action: ArgAction) -> Arg {
    Arg::new(name).short(short).long(name).action(action)
}

pub(super) fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn help_of(arg: Arg, path: &str, words: &Words) -> Arg {
    let id = arg.get_id().as_str().to_owned();
    // What stands in many commands and says the same everywhere has one help.
    let Some(help) = of_path(&join(path, &id)).or_else(|| of_path(&id)) else {
        return arg;
    };
    let values: Vec<String> = arg
        .get_possible_values()
        .iter()
        .map(|value| value.get_name().to_owned())
        .collect();
    let takes_values = arg.get_action().takes_values() && !values.is_empty();
    let mut text = words.get(help).into_owned();
    let default = arg.get_default_values().first();
    let default = default.filter(|_| arg.get_action().takes_values());
    let has_default = default.is_some();
    if let Some(default) = default {
        let default = ("value", default.to_string_lossy().into_owned().into());
        let default = words.with(MessageId("help-default"), &[default]);
        text = format!("{text}. {default}");
    }
    if takes_values {
        let known = ("known", values.join(", ").into());
        let known = words.with(MessageId("help-values"), &[known]);
        text = format!("{text}. {known}");
    }
    let names: Vec<String> = arg
        .get_value_names()
        .unwrap_or_default()
        .iter()
        .map(|name| named(name, words))
        .collect();
    let arg = if names.is_empty() {
        arg
    } else {
        arg.value_names(names)
    };
    arg.help(text)
        .hide_possible_values(takes_values)
        .hide_default_value(has_default)
}

/// What stands for a value, in the language of the words.
fn named(theirs: &str, words: &Words) -> String {
    let known = VALUES.iter().find(|(name, _)| *name == theirs);
    known.map_or_else(
        || theirs.to_owned(),
        |(_, ours)| words.get(*ours).into_owned(),
    )
}

const VALUES: [(&str, MessageId); 16] = [
    ("ADDR:PORT", MessageId("help-value-address")),
    ("CIDR", MessageId("help-value-network")),
    ("CODE", MessageId("help-value-code")),
    ("DATE", MessageId("help-value-date")),
    ("FINGERPRINT", MessageId("help-value-fingerprint")),
    ("LANG", MessageId("help-value-lang")),
    ("LOGIN", MessageId("help-value-login")),
    ("NAME", MessageId("help-value-name")),
    ("PLACE", MessageId("help-value-place")),
    ("PROFILE", MessageId("help-value-profile")),
    ("QUERY", MessageId("help-value-query")),
    ("REFUSED", MessageId("help-value-refused")),
    ("ROLE", MessageId("help-value-role")),
    ("SWITCH", MessageId("help-value-switch")),
    ("WHAT", MessageId("help-value-what")),
    ("YEAR", MessageId("help-value-year")),
];

pub(super) fn of_path(path: &str) -> Option<MessageId> {
    HELP.iter()
        .find(|(known, _)| *known == path)
        .map(|(_, message)| *message)
}

/// clap's own words in a help, where they stand, and ours.
const FRAME: [(&str, MessageId); 6] = [
    ("Usage:", MessageId("help-word-usage")),
    ("Commands:", MessageId("help-word-commands")),
    ("Arguments:", MessageId("help-word-arguments")),
    ("Options:", MessageId("help-word-options")),
    ("[OPTIONS]", MessageId("help-word-any-options")),
    ("COMMAND", MessageId("help-word-command")),
];

/// A text of clap's with its frame in the language of the words: the headings at the beginning of a line, the place
/// holders in the line of usage.
pub(super) fn framed(text: &str, words: &Words) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let mut line = line.to_owned();
        for (theirs, ours) in FRAME {
            let ours = words.get(ours);
            let of_usage = !theirs.ends_with(':');
            if of_usage && out_is_usage(&line, words) {
                let ours = match theirs {
                    "[OPTIONS]" => format!("[{ours}]"),
                    _ => ours.into_owned(),
                };
                line = line.replace(theirs, &ours);
            } else if let Some(rest) = line.strip_prefix(theirs).filter(|_| !of_usage) {
                line = format!("{ours}{rest}");
            }
        }
        out.push_str(&text::clean(&line));
        out.push('\n');
    }
    out
}

fn out_is_usage(line: &str, words: &Words) -> bool {
    line.starts_with(&*words.get(MessageId("help-word-usage")))
}

/// The help of commands and arguments, by their path; an argument that is the same everywhere by its name alone.
const HELP: &[(&str, MessageId)] = &[
    ("", MessageId("help-program")),
    ("db", MessageId("help-db")),
    ("config", MessageId("help-config")),
    ("theme", MessageId("help-theme")),
    ("lang", MessageId("help-lang")),
    ("profile", MessageId("help-profile")),
    ("linear", MessageId("help-linear")),
    ("as", MessageId("help-as")),
    ("help", MessageId("help-help")),
    ("version", MessageId("help-version")),
    ("demo", MessageId("help-demo")),
    ("demo.write", MessageId("help-demo-write")),
    ("demo.date", MessageId("help-demo-date")),
    ("init", MessageId("help-init")),
    ("init.office", MessageId("help-init-office")),
    ("init.place", MessageId("help-init-place")),
    ("init.login", MessageId("help-init-login")),
    ("init.name", MessageId("help-init-name")),
    ("staff", MessageId("help-staff")),
    ("staff.add", MessageId("help-staff-add")),
    ("staff.add.login", MessageId("help-staff-add-login")),
    ("staff.add.name", MessageId("help-staff-add-name")),
    ("staff.add.roles", MessageId("help-staff-add-roles")),
    ("staff.add.office", MessageId("help-staff-add-office")),
    ("staff.list", MessageId("help-staff-list")),
    ("staff.change", MessageId("help-staff-change")),
    ("staff.change.name", MessageId("help-staff-change-name")),
    ("staff.change.roles", MessageId("help-staff-change-roles")),
    ("staff.disable", MessageId("help-staff-disable")),
    ("staff.enable", MessageId("help-staff-enable")),
    ("import", MessageId("help-import")),
    ("import.what", MessageId("help-import-what")),
    ("import.file", MessageId("help-import-file")),
    ("import.dry_run", MessageId("help-import-dry-run")),
    ("import.partial", MessageId("help-import-partial")),
    ("list", MessageId("help-list")),
    ("list.what", MessageId("help-list-what")),
    ("export", MessageId("help-export")),
    ("export.agenda", MessageId("help-export-agenda")),
    ("export.agenda.from", MessageId("help-export-agenda-from")),
    ("export.agenda.to", MessageId("help-export-agenda-to")),
    ("export.agenda.of", MessageId("help-export-agenda-of")),
    ("export.people", MessageId("help-export-people")),
    ("export.vacancies", MessageId("help-export-vacancies")),
    ("export.outline", MessageId("help-export-outline")),
    ("status", MessageId("help-status")),
    ("tax-code", MessageId("help-tax-code")),
    ("tax-code.codes", MessageId("help-tax-code-codes")),
    ("tax-code.date", MessageId("help-tax-code-date")),
    ("accessibility", MessageId("help-accessibility")),
    ("places", MessageId("help-places")),
    ("places.query", MessageId("help-places-query")),
    ("occupations", MessageId("help-occupations")),
    ("occupations.query", MessageId("help-occupations-query")),
    ("holidays", MessageId("help-holidays")),
    ("holidays.year", MessageId("help-holidays-year")),
    ("holidays.place", MessageId("help-holidays-place")),
    ("json", MessageId("help-json")),
    ("login", MessageId("help-login")),
    ("staff.key", MessageId("help-staff-key")),
    ("staff.key.add", MessageId("help-staff-key-add")),
    ("staff.key.add.file", MessageId("help-staff-key-add-file")),
    ("staff.key.list", MessageId("help-staff-key-list")),
    ("staff.key.list.all", MessageId("help-staff-key-list-all")),
    ("staff.key.revoke", MessageId("help-staff-key-revoke")),
    (
        "staff.key.revoke.fingerprint",
        MessageId("help-staff-key-revoke-fingerprint"),
    ),
    (
        "staff.key.revoke.anyway",
        MessageId("help-staff-key-revoke-anyway"),
    ),
    ("staff.password", MessageId("help-staff-password")),
    (
        "staff.password.remove",
        MessageId("help-staff-password-remove"),
    ),
    ("staff.totp", MessageId("help-staff-totp")),
    ("staff.logins", MessageId("help-staff-logins")),
    ("staff.logins.login", MessageId("help-staff-logins-login")),
    ("staff.totp.remove", MessageId("help-staff-totp-remove")),
    ("office", MessageId("help-office")),
    ("office.passwords", MessageId("help-office-passwords")),
    (
        "office.passwords.switch",
        MessageId("help-office-passwords-switch"),
    ),
    ("serve", MessageId("help-serve")),
    ("serve.listen", MessageId("help-serve-listen")),
    ("serve.allow", MessageId("help-serve-allow")),
    ("serve.metrics", MessageId("help-serve-metrics")),
    ("serve.log", MessageId("help-serve-log")),
    ("fingerprint", MessageId("help-fingerprint")),
    ("backup", MessageId("help-backup")),
    ("backup.file", MessageId("help-backup-file")),
    ("backup.force", MessageId("help-backup-force")),
    ("restore", MessageId("help-restore")),
    ("restore.file", MessageId("help-restore-file")),
    ("restore.replace", MessageId("help-restore-replace")),
    ("doctor", MessageId("help-doctor")),
    ("doctor.seal", MessageId("help-doctor-seal")),
];
