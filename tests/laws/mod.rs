//! What holds after any sequence of commands.

mod commands;
mod digest;
mod past;
mod session;
