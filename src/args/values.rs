//! The values of the command line: each is read into what it stands for, or it is said why it cannot be.

use std::net::SocketAddr;

use chrono::NaiveDate;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use ipnet::IpNet;

use crate::config::{PROFILES, profile_named};
use crate::domain::Named;
use crate::ui::screen::Profile;

crate::enumeration! {
    /// Why a value cannot be taken.
    Unfit, "unfit" {
        /// Not a date as 2026-03-03.
        Date = "date",
        /// Outside the years 1900 to 2200.
        Year = "year",
        /// Nothing but blanks.
        Empty = "empty",
        /// Characters that cannot be shown.
        Characters = "characters",
        /// Not a login name.
        Login = "login",
        /// Not an address with its port.
        Address = "address",
        /// Not an address of this computer alone.
        NotOwn = "not-own",
        /// Not a network.
        Network = "network",
    }
}

impl std::fmt::Display for Unfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Unfit {}

/// A value of a closed set, by its code.
pub(super) fn one_of<T: Named + std::str::FromStr + Send + Sync>()
-> impl TypedValueParser<Value = T> {
    let codes: Vec<&str> = T::all().iter().map(|value| value.code()).collect();
    PossibleValuesParser::new(codes).try_map(|code| {
        code.parse::<T>()
            .map_err(|_| format!("{code} is not one of these"))
    })
}

pub(super) fn profiles() -> impl TypedValueParser<Value = Profile> {
    PossibleValuesParser::new(PROFILES.map(|(name, _)| name))
        .try_map(|name| profile_named(&name).ok_or("not a profile"))
}

/// A day as 2026-03-03, in the years 1900 to 2200.
pub(super) fn date(text: &str) -> Result<NaiveDate, Unfit> {
    let day: NaiveDate = text.parse().map_err(|_| Unfit::Date)?;
    let year = chrono::Datelike::year(&day);
    if (1900..=2200).contains(&year) {
        Ok(day)
    } else {
        Err(Unfit::Year)
    }
}

/// A year, 1900 to 2200.
pub(super) fn year(text: &str) -> Result<i32, Unfit> {
    let year: i32 = text.parse().map_err(|_| Unfit::Year)?;
    if (1900..=2200).contains(&year) {
        Ok(year)
    } else {
        Err(Unfit::Year)
    }
}

/// An address with its port.
pub(super) fn address(text: &str) -> Result<SocketAddr, Unfit> {
    text.parse().map_err(|_| Unfit::Address)
}

/// The same, of this computer alone (127.0.0.0/8, ::1).
pub(super) fn own_address(text: &str) -> Result<SocketAddr, Unfit> {
    let address = address(text)?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err(Unfit::NotOwn)
    }
}

pub(super) fn network(text: &str) -> Result<IpNet, Unfit> {
    text.parse().map_err(|_| Unfit::Network)
}

/// A name: some text, no control characters.
pub(super) fn name(text: &str) -> Result<String, Unfit> {
    let name = text.trim();
    if name.is_empty() {
        return Err(Unfit::Empty);
    }
    if name.chars().any(crate::terminal::text::forbidden) {
        return Err(Unfit::Characters);
    }
    Ok(name.to_owned())
}

/// A login name: 1 to 32 of `a-z 0-9 . _ -`.
pub(super) fn login(text: &str) -> Result<String, Unfit> {
    let known = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '.' | '_' | '-');
    if (1..=32).contains(&text.len()) && text.chars().all(known) {
        Ok(text.to_owned())
    } else {
        Err(Unfit::Login)
    }
}
