//! The rows of a table as they were read, each with the place it stands at.

use std::fmt;

/// What sort of thing an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A human being.
    Person,
    /// A place: country, province, town, river, building.
    Place,
    /// An organisation: state body, agency, party, armed group.
    Org,
}

impl Kind {
    /// The kinds by name.
    pub const ALL: [Self; 3] = [Self::Person, Self::Place, Self::Org];

    /// Reads `person`, `place` or `org`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The name that tables and reports write.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Place => "place",
            Self::Org => "org",
        }
    }
}

/// The types of places that tables know.
pub const PLACE_TYPES: [&str; 11] = [
    "continent",
    "region",
    "country",
    "province",
    "district",
    "city",
    "town",
    "village",
    "river",
    "airport",
    "building",
];

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a row stands: a file of the table and a byte offset in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct At {
    pub(crate) file: u32,
    pub(crate) offset: u32,
}

/// A text and where it stands.
#[derive(Debug, Clone)]
pub struct Spelling {
    /// The spelling as recorded.
    pub text: String,
    /// Its place.
    pub at: At,
}

/// One way to say an entity's name that is complete in itself.
#[derive(Debug, Clone)]
pub struct Form {
    /// The canonical spelling.
    pub name: Spelling,
    /// The other spellings.
    pub aliases: Vec<Spelling>,
}

impl Form {
    /// The canonical spelling and the aliases.
    pub fn spellings(&self) -> impl Iterator<Item = &Spelling> {
        std::iter::once(&self.name).chain(&self.aliases)
    }
}

/// One person, place or organisation.
#[derive(Debug, Clone)]
pub struct Entity {
    /// The id, unique in a table.
    pub id: Spelling,
    /// Person, place or organisation, when it is known.
    pub kind: Option<Kind>,
    /// What type of place it is: `country`, `province`, `district`, `city` …
    pub place_type: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// ISO 639-3 codes of the name's tradition.
    pub lang: Vec<String>,
    /// The id of the place that contains it.
    pub within: Option<Spelling>,
    /// Ids of entities that are named together with it.
    pub near: Vec<Spelling>,
    /// Where the row comes from.
    pub source: Vec<String>,
    /// The forms; the first is the entity's name.
    pub forms: Vec<Form>,
    /// Spellings that are never this entity.
    pub not: Vec<Spelling>,
}

impl Entity {
    /// The canonical name.
    pub fn name(&self) -> &str {
        self.forms.first().map_or("", |form| &form.name.text)
    }

    /// The spellings of all forms.
    pub fn spellings(&self) -> impl Iterator<Item = &Spelling> {
        self.forms.iter().flat_map(Form::spellings)
    }

    /// Where its id stands.
    pub fn at(&self) -> At {
        self.id.at
    }
}

/// Two spellings that are never one name.
#[derive(Debug, Clone)]
pub struct Never {
    /// The two spellings.
    pub pair: [Spelling; 2],
    /// The reason.
    pub why: String,
}

/// A text that is left alone wherever it stands.
#[derive(Debug, Clone)]
pub struct Protect {
    /// The text.
    pub text: Spelling,
    /// The reason, when one is given.
    pub why: String,
}

/// Entities that are known to share a spelling, and maybe others.
#[derive(Debug, Clone)]
pub struct Namesake {
    /// The spelling.
    pub text: Spelling,
    /// The ids of its bearers.
    pub ids: Vec<Spelling>,
    /// The bearer that the bare spelling nearly always means.
    pub prefer: Option<Spelling>,
    /// Why they share it.
    pub why: String,
}

/// Further spellings for an entity of an earlier table.
#[derive(Debug, Clone)]
pub struct Extend {
    /// The entity.
    pub id: Spelling,
    /// The canonical spelling of the form; the entity's name when absent. A
    /// form that the entity does not have yet is added.
    pub form: Option<Spelling>,
    /// The spellings.
    pub aliases: Vec<Spelling>,
}

/// An entity or a spelling of an earlier table that is no longer wanted.
#[derive(Debug, Clone)]
pub struct Suppress {
    /// The entity.
    pub id: Spelling,
    /// The spelling; the whole entity when absent.
    pub alias: Option<Spelling>,
}

/// All rows of one table: a file or a folder of files.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The entities in the order of their files.
    pub entities: Vec<Entity>,
    /// Pairs that are never one name.
    pub never: Vec<Never>,
    /// Texts that are left alone.
    pub protect: Vec<Protect>,
    /// Known namesakes.
    pub namesakes: Vec<Namesake>,
    /// Additions to earlier tables.
    pub extend: Vec<Extend>,
    /// Removals from earlier tables.
    pub suppress: Vec<Suppress>,
}
