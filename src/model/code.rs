//! Closed sets of words with a stable spelling. A spelling is never renamed, only retired.

use std::collections::BTreeSet;

use schemars::{Schema, json_schema};

use super::text::{Excerpt, or_list};

/// Declares an enum whose variants have a stable text form, and everything that goes with it.
///
/// Codes may have a sentence each, behind a colon.
macro_rules! codes {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident {
            $( $(#[doc = $variant_doc:literal])* $variant:ident = $code:literal: $sentence:literal, )+
        }
    ) => {
        $crate::model::code::codes! {
            $(#[doc = $doc])*
            pub enum $name {
                $( $(#[doc = $variant_doc])* $variant = $code, )+
            }
        }

        impl $name {
            /// The meaning as a short sentence.
            pub const fn sentence(self) -> &'static str {
                match self {
                    $(Self::$variant => $sentence,)+
                }
            }
        }
    };
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident {
            $( $(#[doc = $variant_doc:literal])* $variant:ident = $code:literal, )+
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[doc = $variant_doc])* $variant, )+
        }

        impl $name {
            /// All variants, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable spelling.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }
        }

        impl $crate::model::code::Codes for $name {
            fn codes() -> Vec<&'static str> {
                Self::ALL.iter().map(|code| code.code()).collect()
            }

            fn as_code(&self) -> &'static str {
                self.code()
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let meanings = &[$(($code, concat!($($variant_doc),*))),+];
                $crate::model::code::described(concat!($($doc),*), meanings)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::code::UnknownCode;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::model::code::UnknownCode::new(text, &[$($code),+])),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use codes;

/// A closed set of words.
pub(crate) trait Codes {
    fn codes() -> Vec<&'static str>
    where
        Self: Sized;

    fn as_code(&self) -> &'static str;
}

/// The schema of a closed set of words, with what the set is for and what each word means.
pub(crate) fn described(purpose: &str, meanings: &[(&str, &str)]) -> Schema {
    let codes: Vec<_> = meanings.iter().map(|(code, _)| *code).collect();
    let lines = meanings.iter().map(|(code, meaning)| format!("\n- `{code}`: {}", meaning.trim()));
    let description = format!("{}\n{}", purpose.trim(), lines.collect::<String>());
    json_schema!({ "description": description, "type": "string", "enum": codes })
}

/// The schema of a word of any of several sets.
pub(crate) fn one_of(sets: &[Vec<&'static str>]) -> Schema {
    let codes: BTreeSet<_> = sets.iter().flatten().collect();
    json_schema!({ "type": "string", "enum": codes })
}

/// A text outside of its set of words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("invalid value `{}`: expected {}", Excerpt(.text), or_list(.allowed))]
pub struct UnknownCode {
    /// The invalid text.
    pub text: String,
    /// The valid words.
    pub allowed: &'static [&'static str],
}

impl UnknownCode {
    pub(crate) fn new(text: &str, allowed: &'static [&'static str]) -> Self {
        Self { text: text.to_owned(), allowed }
    }
}
