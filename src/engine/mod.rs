//! Answers questions about names and texts.

mod abbreviations;
mod agree;
mod around;
mod aside;
pub(crate) mod asked;
mod batch;
mod caseless;
pub(crate) mod compare;
pub(crate) mod context;
pub(crate) mod document;
mod fuzzy;
pub(crate) mod hit;
mod inflected;
mod initials;
pub(crate) mod judge;
mod kinds;
pub(crate) mod known;
mod language;
mod link;
mod marks;
pub(crate) mod markup;
mod memos;
pub(crate) mod options;
mod persons;
mod registered;
pub(crate) mod resolve;
pub(crate) mod rewrite;
pub(crate) mod rivals;
pub(crate) mod scan;
mod spelt;
pub(crate) mod stream;
pub(crate) mod unit;
mod unknown;

use std::io::{self, Read, Write};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use self::memos::Idle;
use crate::error::Error;
use crate::index::Index;
use crate::index::contents::Contents;
use crate::index::fuzzy::Room;
use crate::index::pack::Pack;
use crate::parallel::in_order;
use crate::report::{Answer, Comparison, Match, Mention, Unknown};
use crate::span::AliasId;
use crate::table::load::{LayerView, Tables};
use crate::table::model::{Entity, Kind};
pub use compare::Hints;
pub use options::Options;
pub use stream::{Piece, Stream};

/// Finds the names of a table in texts, and tells whose a name is.
///
/// Built once, it serves any number of threads. It takes about 100 bytes and
/// 4 µs an alias to build.
///
/// # Examples
///
/// ```
/// use canonym::{Engine, Options, Tables};
///
/// let mut tables = Tables::new();
/// tables.add_text("names.toml", r#"
/// [[entity]]
/// id = "person/emomali-rahmon"
/// name = "Emomali Rahmon"
/// kind = "person"
/// lang = ["tgk"]
///
/// [[entity.form]]
/// name = "Rahmon"
/// "#)?;
/// let engine = Engine::new(&tables, Options::default());
/// assert_eq!(engine.normalize("Emomali Rakhmon’s visit").0, "Emomali Rahmon’s visit");
/// assert_eq!(engine.lookup("RAKHMON", 5).matches[0].id, "person/emomali-rahmon");
/// # Ok::<(), canonym::Error>(())
/// ```
#[derive(Debug)]
pub struct Engine {
    index: Index,
    options: Options,
    idle: Idle,
}

impl Engine {
    /// Builds the index of the tables, and lays them over the packs among
    /// them.
    ///
    /// # Errors
    ///
    /// [`Error::is_pack`] when the names are too many (texts of 4 GB in a table,
    /// or 4 thousand million spellings in all), or a pack is known to be damaged.
    pub fn over(tables: &Tables, options: Options) -> Result<Self, Error> {
        let mut index = Index::default();
        for layer in tables.layers() {
            let (pack, gone) = match layer {
                LayerView::Rows(rows) => (Arc::new(Pack::made(&rows.table)?), rows.gone.clone()),
                // Nothing else is compiled.
                LayerView::Base(base) => match Arc::clone(base).into_any().downcast::<Pack>() {
                    Ok(pack) => (pack, FxHashSet::default()),
                    Err(_) => continue,
                },
            };
            if !index.add(pack, gone) {
                return Err(Error::pack("the packs", "more spellings than can be numbered; leave one out"));
            }
        }
        let engine = Self { index, options: options.in_bounds(), idle: Idle::default() };
        engine.damage()?;
        Ok(engine)
    }

    /// [`Engine::over`] for tables that are known to be small enough: knows no
    /// name at all where that gives an error.
    pub fn new(tables: &Tables, options: Options) -> Self {
        let options = options.in_bounds();
        Self::over(tables, options.clone()).unwrap_or_else(|_| Self {
            index: Index::default(),
            options,
            idle: Idle::default(),
        })
    }

    /// An engine over the table that is part of the crate, with the default
    /// options; made once and kept.
    ///
    /// # Errors
    ///
    /// Never for a released crate: its tests check the table.
    ///
    /// # Examples
    ///
    /// ```
    /// let engine = canonym::Engine::builtin()?;
    /// assert_eq!(engine.normalize("Rakhmon met Hamdullah Muhib.").0, "Rahmon met Hamdullah Mohib.");
    /// # Ok::<(), canonym::Error>(())
    /// ```
    #[cfg(feature = "builtin")]
    pub fn builtin() -> Result<&'static Self, Error> {
        static ENGINE: once_cell::sync::OnceCell<Engine> = once_cell::sync::OnceCell::new();
        ENGINE.get_or_try_init(|| Self::builtin_with(Options::default()))
    }

    /// An engine over the table that is part of the crate. Takes
    /// microseconds: its index is part of the crate, too.
    ///
    /// # Errors
    ///
    /// As [`Engine::builtin`].
    #[cfg(feature = "builtin")]
    pub fn builtin_with(options: Options) -> Result<Self, Error> {
        let mut tables = Tables::new();
        tables.add_base(Arc::new(Pack::builtin()?));
        Self::over(&tables, options)
    }

    /// What of the packs was read so far and turned out to be damaged: all
    /// answers since the engine was made are in doubt then.
    ///
    /// # Errors
    ///
    /// [`Error::is_pack`] with the place.
    pub fn damage(&self) -> Result<(), Error> {
        self.index.damage().map_or(Ok(()), Err)
    }

    /// The index as bytes, to compare with those that are part of the crate.
    #[doc(hidden)]
    pub fn image(&self) -> &[u8] {
        self.index.packs().next().map_or(&[], Pack::bytes)
    }

    /// What its layers hold, the lowest first.
    pub fn contents(&self) -> Vec<Contents> {
        self.index.packs().map(Pack::contents).collect()
    }

    /// The mentions in a text, in order and never overlapping. Offsets are
    /// bytes of `text`; bytes that are not UTF-8 are no names.
    ///
    /// What is found out about words is kept with the engine, some megabytes for each
    /// thread, so that many short texts take no longer than a long one.
    pub fn tag(&self, text: impl AsRef<[u8]>) -> Vec<Mention> {
        let mut mentions = Vec::new();
        self.read(text.as_ref(), |piece| {
            if let Piece::Mention { mention, .. } = piece {
                mentions.push(mention);
            }
        });
        mentions
    }

    /// All that is kept of an entity: its forms and their spellings, kind, country
    /// and the place around it; nothing for an id that no table has. Sources and
    /// notes are for tables alone, and what it is not is told in bare words.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "builtin")] {
    /// let engine = canonym::Engine::builtin()?;
    /// let id = engine.lookup("Duschanbe", 1).matches[0].id.clone();
    /// let dushanbe = engine.entity(&id).expect("a place");
    /// assert_eq!((dushanbe.name(), dushanbe.country.as_deref()), ("Dushanbe", Some("TJ")));
    /// # }
    /// # Ok::<(), canonym::Error>(())
    /// ```
    pub fn entity(&self, id: &str) -> Option<Entity> {
        self.index.kept(id)
    }

    /// What else in a text looks like a name, in order: stretches of words with
    /// capitals that are no ordinary words and no part of the mentions.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "builtin")] {
    /// let engine = canonym::Engine::builtin()?;
    /// let text = "In Kabul, Zalmay Qortobi spoke of Tuesday.";
    /// let unknown = engine.unknown(text, &engine.tag(text));
    /// assert_eq!(unknown.iter().map(|u| u.text.as_str()).collect::<Vec<_>>(), ["Zalmay Qortobi"]);
    /// # }
    /// # Ok::<(), canonym::Error>(())
    /// ```
    pub fn unknown(&self, text: impl AsRef<[u8]>, mentions: &[Mention]) -> Vec<Unknown> {
        unknown::unknown(self, text.as_ref(), mentions)
    }

    /// The text with every mention in the canonical spelling of its form, and
    /// the mentions with their places in the text as it was.
    pub fn normalize(&self, text: &str) -> (String, Vec<Mention>) {
        let mut out = Vec::with_capacity(text.len());
        let mut mentions = Vec::new();
        self.read(text.as_bytes(), |piece| match piece {
            Piece::Text(bytes) => out.extend_from_slice(bytes),
            Piece::Mention { mention, source } => {
                out.extend_from_slice(mention.replacement.as_ref().map_or(source, |r| r.as_bytes()));
                mentions.push(mention);
            }
        });
        // Whole characters were replaced by whole characters.
        (String::from_utf8_lossy(&out).into_owned(), mentions)
    }

    /// Copies a text of any size and encoding, with the mentions that `wanted` is true
    /// of in the canonical spelling of their forms; gives how many were rewritten.
    ///
    /// # Errors
    ///
    /// As the reader and the writer, and when a pack turns out to be damaged
    /// ([`Engine::damage`]).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "builtin")] {
    /// let engine = canonym::Engine::builtin()?;
    /// let (text, mut out) = ("Rakhmon went to Kaboul.", Vec::new());
    /// let sure = |mention: &canonym::Mention| mention.score >= 0.9 && mention.id.as_deref() == Some("place/af-kabul");
    /// assert_eq!(engine.rewrite(text.as_bytes(), &mut out, sure)?, 1);
    /// assert_eq!(out, b"Rakhmon went to Kabul.");
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rewrite(
        &self,
        mut reader: impl Read,
        mut writer: impl Write,
        mut wanted: impl FnMut(&Mention) -> bool,
    ) -> io::Result<u64> {
        let mut stream = self.stream();
        let (mut piece, mut rewritten) = (vec![0; Stream::AHEAD], 0);
        loop {
            let read = match reader.read(&mut piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            match read {
                0 => stream.finish(),
                read => stream.push(&piece[..read]),
            }
            while let Some(piece) = stream.next() {
                let bytes = match &piece {
                    Piece::Text(bytes) => bytes,
                    Piece::Mention { mention, source } => match &mention.replacement {
                        Some(replacement) if wanted(mention) => {
                            rewritten += u64::from(replacement.as_bytes() != *source);
                            replacement.as_bytes()
                        }
                        _ => source,
                    },
                };
                writer.write_all(bytes)?;
            }
            if read == 0 {
                self.damage().map_err(io::Error::other)?;
                return writer.flush().map(|()| rewritten);
            }
        }
    }

    /// Hands on all pieces of a text; what the stream holds stays near.
    fn read(&self, text: &[u8], mut take: impl FnMut(Piece<'_>)) {
        let mut stream = self.stream();
        let mut some = text.chunks(Stream::AHEAD).peekable();
        while let Some(bytes) = some.next() {
            stream.push(bytes);
            if some.peek().is_none() {
                stream.finish();
            }
            while let Some(piece) = stream.next() {
                take(piece);
            }
        }
    }

    /// A text of any size, piece by piece.
    pub fn stream(&self) -> Stream<'_> {
        Stream::new(self)
    }

    /// The entities that a name may mean, best first, at most `most`, but at least
    /// one where there is any. A name in
    /// Wade-Giles is looked up as Pinyin, too; not the other way.
    pub fn lookup(&self, name: &str, most: usize) -> Answer {
        resolve::lookup(self, name, most.max(1), &mut Room::default())
    }

    /// Whether a spelling is recorded, but for typography: what
    /// [`Engine::lookup`] asks first, for those who need no more.
    ///
    /// # Examples
    ///
    /// ```
    /// use canonym::{Engine, Options, Tables};
    ///
    /// let mut tables = Tables::new();
    /// tables.add_text("names.tsv", "id\tname\nplace/x\tMazar-i-Sharif\n")?;
    /// let engine = Engine::new(&tables, Options::default());
    /// assert!(engine.is_recorded("mazar i sharif") && !engine.is_recorded("Mazar"));
    /// # Ok::<(), canonym::Error>(())
    /// ```
    pub fn is_recorded(&self, name: &str) -> bool {
        asked::Asked::new(name).is_recorded(self)
    }

    /// [`Engine::lookup`] of many names at once, on all threads of the pool
    /// that this runs in, answers in the order of the names.
    pub fn lookup_all<S: AsRef<str> + Sync>(&self, names: &[S], most: usize) -> Vec<Answer> {
        in_order(names, |name, room: &mut Room| resolve::lookup(self, name.as_ref(), most.max(1), room))
    }

    /// [`Engine::lookup_all`] for those who ask whose the names are, not what
    /// else they are like: candidates are told where there is a match or several
    /// that cannot be told apart. Names that are nobody's take an eighth of the
    /// time, because nothing far is looked at; of a thousand matches four or five
    /// are missed that a look-up finds.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "builtin")] {
    /// use canonym::{Engine, Status};
    ///
    /// let found = Engine::builtin()?.identify_all(&["Rakhmon", "Rahman"], 5);
    /// assert_eq!(found[0].matches[0].id, "person/emomali-rahmon");
    /// assert!(found[1].status == Status::None && found[1].matches.is_empty());
    /// # }
    /// # Ok::<(), canonym::Error>(())
    /// ```
    pub fn identify_all<S: AsRef<str> + Sync>(&self, names: &[S], most: usize) -> Vec<Answer> {
        in_order(names, |name, room: &mut Room| resolve::identify(self, name.as_ref(), most.max(1), room))
    }

    /// [`Engine::identify_all`] for names, each with the place that it lies in if it
    /// is one: a place by any of its names, or a country by its code of ISO 3166-1.
    /// Where that place is not known, and where no place is meant, the name alone
    /// decides.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "builtin")] {
    /// let engine = canonym::Engine::builtin()?;
    /// let found = engine.identify_within_all(&[("Hyderabad", "Pakistan"), ("Hyderabad", "IN")], 5);
    /// assert_eq!(found[0].matches[0].id, "place/pk-hyderabad");
    /// assert_eq!(found[1].matches[0].id, "place/in-hyderabad");
    /// # }
    /// # Ok::<(), canonym::Error>(())
    /// ```
    pub fn identify_within_all<S: AsRef<str> + Sync>(&self, names: &[(S, S)], most: usize) -> Vec<Answer> {
        in_order(names, |(name, place), room: &mut Room| {
            registered::lying_in(self, name.as_ref(), place.as_ref(), most.max(1), room)
        })
    }

    /// The entities with spellings near to each name, recorded or not, best
    /// first, at most `most`. On all threads of the pool that this runs in.
    ///
    /// # Examples
    ///
    /// ```
    /// use canonym::{Engine, Options, Tables};
    ///
    /// let mut tables = Tables::new();
    /// tables.add_text("names.tsv", "id\tname\n1\tKunduz\n2\tKonduz\n3\tKabul\n")?;
    /// let near = Engine::new(&tables, Options::default()).neighbours(&["Kunduz"], 2);
    /// assert_eq!(near[0].iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    /// # Ok::<(), canonym::Error>(())
    /// ```
    pub fn neighbours<S: AsRef<str> + Sync>(&self, names: &[S], most: usize) -> Vec<Vec<Match>> {
        in_order(names, |name, room: &mut Room| resolve::neighbours(self, name.as_ref(), most, room))
    }

    /// Whether two names are one: by the table where it says so, else by
    /// their letters, those of one perhaps read as Pinyin when they are
    /// Wade-Giles. Symmetric in the names.
    ///
    /// Costs some microseconds; [`Scorer::judge`](crate::score::Scorer::judge)
    /// of names made ready once costs less than one.
    ///
    /// # Examples
    ///
    /// ```
    /// use canonym::{Engine, Hints, Options, Tables, Verdict};
    ///
    /// let engine = Engine::new(&Tables::new(), Options::default());
    /// let found = engine.compare("Rakhmon", "Rahmon", &Hints::default());
    /// assert_eq!(found.verdict, Verdict::Same);
    /// assert!(found.reasons[0].text.starts_with("kh→h"));
    /// assert_eq!(engine.compare("Rahmon", "Rahman", &Hints::default()).verdict, Verdict::Different);
    /// ```
    pub fn compare(&self, a: &str, b: &str, hints: &Hints) -> Comparison {
        compare::compare(self, a, b, hints, true)
    }

    /// [`Engine::compare`] without traditions and reasons, for many pairs.
    pub fn score(&self, a: &str, b: &str, hints: &Hints) -> Comparison {
        compare::compare(self, a, b, hints, false)
    }

    /// Whether an alias is a person's.
    pub(crate) fn is_person(&self, alias: AliasId) -> bool {
        let form = self.index.alias(alias).form;
        form.is_some_and(|form| self.index.kind(self.index.entity_of(form)) == Some(Kind::Person))
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }
}
