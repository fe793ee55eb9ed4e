//! The table that is part of the crate: the files of `data`, through the
//! same parser as a user's.

#[cfg(feature = "builtin")]
use super::diagnostic::Sources;

#[cfg(feature = "builtin")]
macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../", $path)))),*]
    };
}

/// The files by path in the repository.
#[cfg(feature = "builtin")]
pub const FILES: &[(&str, &str)] = files![
    "data/namesakes.toml",
    "data/never.toml",
    "data/protected.toml",
    "data/orgs/international.toml",
    "data/orgs/media.toml",
    "data/orgs/regional.toml",
    "data/people/afghanistan.toml",
    "data/people/central_asia.toml",
    "data/people/iran_pakistan_india.toml",
    "data/people/middle_east.toml",
    "data/people/russia_caucasus_turkey.toml",
    "data/people/tajikistan.toml",
    "data/people/world.toml",
    "data/places/afghanistan.toml",
    "data/places/central_asia.toml",
    "data/places/countries.toml",
    "data/places/iran_pakistan_india_china.toml",
    "data/places/russia_caucasus_turkey.toml",
    "data/places/tajikistan.toml",
    "data/places/world.toml",
];

/// The index of those files, so that a start costs no more for it. A test
/// builds it anew and compares.
#[cfg(feature = "builtin")]
pub const IMAGE: &[u8] = include_bytes!("../../data/builtin.canonym");

#[cfg(feature = "builtin")]
pub(crate) fn sources() -> Sources {
    let mut sources = Sources::default();
    for (path, text) in FILES {
        sources.add(*path, *text);
    }
    sources
}
