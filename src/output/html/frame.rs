//! What all pages share: title, style, script and security policy.

use sha2::{Digest as _, Sha256};

/// The style of all pages.
const STYLE: &str = include_str!("style.css");

/// Sorts tables; pages are whole without it.
const SCRIPT: &str = include_str!("sort.js");

/// The frame of a page.
pub(super) struct Frame {
    /// The title of the window.
    pub(super) title: String,
    pub(super) heading: String,
    /// The time and the input of the page.
    pub(super) subtitle: String,
}

#[expect(clippy::unused_self, reason = "templates call methods")]
impl Frame {
    pub(super) fn style(&self) -> &'static str {
        STYLE
    }

    pub(super) fn script(&self) -> &'static str {
        SCRIPT
    }

    pub(super) fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// Nothing may be loaded, and only the style and the script of the page itself apply: text that got into the
    /// markup could neither run nor be sent anywhere. The icon is empty, so that no browser asks for one.
    pub(super) fn policy(&self) -> String {
        let (style, script) = (source_hash(STYLE), source_hash(SCRIPT));
        format!(
            "default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; base-uri 'none'; \
             form-action 'none'"
        )
    }
}

/// The hash of a source as policies name it.
fn source_hash(source: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(source.as_bytes())))
}

/// Base64 by RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS.get(bits >> (18 - 6 * place) & 63).copied().unwrap_or_default();
            text.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 4648, section 10.
    #[test]
    fn base64_is_that_of_the_standard() {
        let encoded = ["f", "fo", "foo", "foob", "fooba", "foobar"].map(|text| base64(text.as_bytes()));
        assert_eq!(encoded, ["Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
        assert_eq!(source_hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
