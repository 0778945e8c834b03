//! Closed sets of words with a stable spelling: one macro, so that every code reads, prints,
//! serializes and lists itself the same way. A spelling is never renamed, only retired.

/// Declares an enum whose variants have a stable text form, and everything that goes with it.
macro_rules! codes {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $code:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$variant_meta])* $variant, )+
        }

        impl $name {
            /// All of them, in the order of their declaration.
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
    /// All of its words.
    fn codes() -> Vec<&'static str>;
}

/// A text that is none of the words of its set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is none of {}", .allowed.join(", "))]
pub struct UnknownCode {
    /// What was given.
    pub text: String,
    /// What would have been understood.
    pub allowed: &'static [&'static str],
}

impl UnknownCode {
    pub(crate) fn new(text: &str, allowed: &'static [&'static str]) -> Self {
        Self { text: text.to_owned(), allowed }
    }
}
