//! Why a workbook is not unpacked further.

/// Why more is not unpacked; an error within an [`std::io::Error`].
#[derive(Debug, thiserror::Error)]
pub(super) enum UnpackLimit {
    #[error("it unpacks to more than 2 GiB")]
    Whole,
    #[error("its shared strings unpack to more than 512 MiB")]
    Strings,
    #[error("it has settings of more than 64 MiB")]
    Small,
}
