//! The dated measures of the match: points, speeds, ages. Data that is given; nothing here decides.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::domain::person::Transport;
use crate::domain::vacancy::Contract;

/// Points and measures of the match: dated data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// First day on which they hold.
    pub valid_from: NaiveDate,
    /// Where they come from.
    pub source: String,
    /// Most points of each criterion.
    pub points: Points,
    /// Points by closeness of the occupation.
    pub closeness: ClosenessPoints,
    /// Months within which experience is recent.
    pub recent_months: u16,
    /// Road kilometres per hundred kilometres in a straight line.
    pub road_percent: u32,
    /// The longest journey taken for granted when the person said none, minutes.
    pub usual_minutes: u16,
    /// The means taken for granted when the person said none: what everybody can take.
    pub usual_means: Vec<Transport>,
    /// Speed of each means.
    pub speed: Vec<Speed>,
    /// Ages that the law asks for a contract.
    pub age: Vec<ContractAge>,
}

/// Most points of each criterion. They sum to a hundred.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is the criterion of its name")]
pub struct Points {
    pub occupation: u16,
    pub skills: u16,
    pub experience: u16,
    pub shift: u16,
    pub hours: u16,
    pub journey: u16,
    pub contract: u16,
    pub education: u16,
    pub italian: u16,
}

/// Points by closeness of the occupation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosenessPoints {
    /// Same unit.
    pub unit: u16,
    /// Same three digits.
    pub minor: u16,
    /// Same two digits.
    pub sub_major: u16,
    /// All usual skills in common; a share of them gives a share of the points.
    pub skills: u16,
}

/// How fast one gets on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speed {
    /// The means.
    pub means: Transport,
    /// Kilometres an hour from door to door.
    pub kmh: u32,
    /// Minutes that every journey costs: walking to the stop, parking.
    pub fixed_minutes: u32,
    /// Nobody is expected to go farther than this by it, kilometres of road.
    pub max_km: u32,
}

/// Ages at which a contract is legal, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractAge {
    /// The contract; `None` is any other.
    pub contract: Option<Contract>,
    /// Youngest.
    pub min: i64,
    /// Oldest.
    pub max: Option<i64>,
    /// Whether somebody with an unemployment benefit may be older.
    #[serde(default)]
    pub no_limit_with_benefit: bool,
    /// Where it comes from.
    pub source: String,
}

/// An estimate of a journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Journey {
    /// The quickest of the means one has.
    pub means: Transport,
    /// Minutes one way.
    pub minutes: u32,
}

impl Weights {
    /// Kilometres of road, rounded, for metres in a straight line.
    pub const fn road_km(&self, metres: u32) -> u32 {
        (metres / 100 * self.road_percent + 500) / 1000
    }

    /// The quickest journey over so many kilometres of road; `None` when no means reaches so far.
    pub fn journey(&self, km: u32, means: &[Transport]) -> Option<Journey> {
        self.speed
            .iter()
            .filter(|speed| means.contains(&speed.means) && km <= speed.max_km && speed.kmh > 0)
            .map(|speed| Journey {
                means: speed.means,
                minutes: speed.fixed_minutes + (km * 60).div_ceil(speed.kmh),
            })
            .min_by_key(|journey| journey.minutes)
    }
}
