//! Where a circle is: a name, and a point no finer than eleven kilometres.
//!
//! A point is kept in tenths of a degree, as whole numbers: what is finer is gone as soon as one is made, whoever gave it.

use crate::id::CircleId;
use crate::lang::Local;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A point of the Earth, rounded to a tenth of a degree of latitude and longitude: about 11 km.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    latitude: i16,
    longitude: i16,
}

/// A place with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Locality {
    /// What it is called.
    pub name: Local,
    /// Where it is.
    pub at: Point,
}

/// The place of a circle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CircleLocality {
    /// Which circle.
    pub circle: CircleId,
    /// Its place.
    pub locality: Locality,
}

impl Point {
    /// The point nearest to these degrees, north and east counted up; none beyond the poles, beyond 180 degrees, or
    /// where something is not a number.
    pub fn of(latitude: f64, longitude: f64) -> Option<Self> {
        let tenths = |degrees: f64, most: f64| {
            let is_there = degrees >= -most && degrees <= most;
            is_there.then(|| (degrees * 10.0).round() as i16)
        };
        Some(Self { latitude: tenths(latitude, 90.0)?, longitude: tenths(longitude, 180.0)? })
    }

    /// Degrees of latitude, in [−90, 90].
    pub fn latitude(self) -> f64 {
        f64::from(self.latitude) / 10.0
    }

    /// Degrees of longitude, in [−180, 180].
    pub fn longitude(self) -> f64 {
        f64::from(self.longitude) / 10.0
    }

    /// Both in tenths of a degree, as a text without a sign of its own: `458,48`.
    pub fn to_text(self) -> String {
        [self.latitude.to_string(), self.longitude.to_string()].join(",")
    }

    /// Reads [`Point::to_text`]; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (latitude, longitude) = text.split_once(',')?;
        let (latitude, longitude): (i16, i16) = (latitude.parse().ok()?, longitude.parse().ok()?);
        Self::of(f64::from(latitude) / 10.0, f64::from(longitude) / 10.0)
    }
}

/// Degrees, as they stand on the wire.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
struct Degrees {
    /// North of the equator, in [−90, 90], to a tenth.
    latitude: f64,
    /// East of Greenwich, in [−180, 180], to a tenth.
    longitude: f64,
}

impl Serialize for Point {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Degrees { latitude: self.latitude(), longitude: self.longitude() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Degrees { latitude, longitude } = Degrees::deserialize(deserializer)?;
        Self::of(latitude, longitude).ok_or_else(|| {
            let allowed = "−90 to 90 and −180 to 180 is allowed";
            serde::de::Error::custom(format!("latitude {latitude}, longitude {longitude}: {allowed}"))
        })
    }
}

#[cfg(feature = "schema")]
impl utoipa::PartialSchema for Point {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        Degrees::schema()
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for Point {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_rounded_to_a_tenth_of_a_degree_and_stays_on_the_earth() {
        #[track_caller]
        fn check(latitude: f64, longitude: f64, expected: Option<&str>) {
            assert_eq!(Point::of(latitude, longitude).map(Point::to_text).as_deref(), expected);
        }
        check(45.764_043, 4.835_659, Some("458,48"));
        check(-47.04, -1.553_6, Some("-470,-16"));
        check(90.0, -180.0, Some("900,-1800"));
        check(0.0, -0.04, Some("0,0"));
        check(90.04, 0.0, None);
        check(0.0, 180.01, None);
        check(f64::NAN, 0.0, None);
        check(0.0, f64::INFINITY, None);
    }

    #[test]
    fn a_point_reads_back_from_its_text_and_from_json() {
        let lyon = Point::of(45.764_043, 4.835_659).unwrap();
        assert_eq!(Point::parse("458,48"), Some(lyon));
        assert_eq!(serde_json::to_string(&lyon).unwrap(), r#"{"latitude":45.8,"longitude":4.8}"#);
        assert_eq!(serde_json::from_str::<Point>(r#"{"latitude":45.7612,"longitude":4.84}"#).unwrap(), lyon);
        for text in ["", "458", "458,4.8", "901,0", "0,-1801", "45,4,8"] {
            assert_eq!(Point::parse(text), None, "{text}");
        }
        for json in [r#"{"latitude":91,"longitude":4}"#, r#"{"latitude":45}"#, "45.8"] {
            assert!(serde_json::from_str::<Point>(json).is_err(), "{json}");
        }
    }
}
