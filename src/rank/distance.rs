//! How near two places are: the way along the great circle between them, and what is left of nearness at its end.

use core::f64::consts::PI;
use parvis_model::locality::Point;

/// Mean radius of the Earth, in kilometres (IUGG, R₁).
pub const EARTH_KM: f64 = 6_371.008_8;
/// Kilometres after which nearness has halved: a town and its surroundings stay near, the next large town does not.
pub const HALF_KM: f64 = 50.0;

/// Kilometres along the great circle between two points, by the haversine formula, which stays exact for short ways
/// (Sinnott 1984).
pub fn kilometres(from: Point, to: Point) -> f64 {
    let radians = |degrees: f64| degrees * PI / 180.0;
    let half_sine = |difference: f64| {
        let sine = libm::sin(radians(difference) / 2.0);
        sine * sine
    };
    let parallels = libm::cos(radians(from.latitude())) * libm::cos(radians(to.latitude()));
    let square =
        half_sine(to.latitude() - from.latitude()) + parallels * half_sine(to.longitude() - from.longitude());
    // Rounding may lead beyond one at the other end of the world.
    2.0 * EARTH_KM * libm::asin(libm::sqrt(square.min(1.0)))
}

/// How near a way of so many kilometres is: 1 in the same place, half of it every [`HALF_KM`].
pub fn nearness(kilometres: f64) -> f64 {
    libm::exp2(-kilometres / HALF_KM)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NANTES: (f64, f64) = (47.2, -1.6);
    const LYON: (f64, f64) = (45.8, 4.8);
    const BRUSSELS: (f64, f64) = (50.8, 4.4);

    fn point((latitude, longitude): (f64, f64)) -> Point {
        Point::of(latitude, longitude).unwrap()
    }

    #[test]
    fn ways_are_those_of_the_globe() {
        #[track_caller]
        fn check(from: (f64, f64), to: (f64, f64), expected: f64) {
            let way = kilometres(point(from), point(to));
            assert!((way - expected).abs() < 0.05, "{way}, and {expected} was expected");
        }
        check(LYON, LYON, 0.0);
        // A degree of latitude anywhere, of longitude on the equator, and across the date line.
        check((0.0, 0.0), (1.0, 0.0), 111.195);
        check((0.0, 179.5), (0.0, -179.5), 111.195);
        // A quarter of the way round, and half of it.
        check((0.0, 0.0), (90.0, 0.0), 10_007.557);
        check((0.0, 0.0), (0.0, 180.0), 20_015.115);
        // The radius times acos(sin 47.2° sin 45.8° + cos 47.2° cos 45.8° cos 6.4°), computed apart.
        check(NANTES, LYON, 513.829);
    }

    #[test]
    fn nearness_halves_every_fifty_kilometres() {
        assert_eq!([0.0, 50.0, 100.0].map(nearness), [1.0, 0.5, 0.25]);
        let far = nearness(kilometres(point(LYON), point(BRUSSELS)));
        assert!(far < 0.001, "{far}");
    }

    proptest! {
        #[test]
        fn a_way_is_as_long_back_and_never_longer_than_half_the_world(
            from in (-90.0..90.0f64, -180.0..180.0f64), to in (-90.0..90.0f64, -180.0..180.0f64),
        ) {
            let (from, to) = (point(from), point(to));
            let way = kilometres(from, to);
            prop_assert!((way - kilometres(to, from)).abs() < 1e-9);
            prop_assert!((0.0..=PI * EARTH_KM + 1e-9).contains(&way), "{}", way);
            prop_assert!((0.0..=1.0).contains(&nearness(way)));
        }
    }
}
