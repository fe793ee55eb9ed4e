//! What packs hold, in numbers.

/// What a pack holds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Contents {
    /// The name it was opened under.
    pub name: String,
    /// Persons, places and organisations.
    pub entities: u32,
    /// Forms of them.
    pub forms: u32,
    /// Recorded spellings.
    pub aliases: u32,
    /// Texts that are left alone.
    pub protected: u32,
    /// Rows of letters among the spellings that differ.
    pub names: u32,
    /// Spellings, but for typography, that several entities bear.
    pub shared: u32,
    /// Bytes of all.
    pub bytes: u64,
    /// Bytes of each section by its name.
    #[serde(serialize_with = "in_order")]
    pub sections: Vec<(&'static str, u64)>,
}

/// Sections as one object, in the order of the file.
fn in_order<S: serde::Serializer>(sections: &[(&str, u64)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(sections.iter().copied())
}
