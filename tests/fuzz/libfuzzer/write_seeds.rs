//! Writes the first inputs of the targets into `corpus`.

fn main() -> std::io::Result<()> {
    inboxctl_fuzz::write_seeds(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"))
}
