//! Changes inputs at random, in the same way each time.

/// A source of changed inputs.
pub(super) struct Mutator<'i> {
    inputs: &'i [Vec<u8>],
    state: u64,
}

/// What readers and stores treat in ways of their own.
const TOKENS: &[&[u8]] = &[
    b"\"",
    b"\n",
    b"\r\n",
    b",",
    b";",
    b"\t",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b": ",
    b"- ",
    b"[",
    b"{",
    b"<",
    b"&amp;",
    b"null",
    b"true",
    b"-1",
    b"0",
    b"255",
    b"65536",
    b"4294967295",
    b"9223372036854775807",
    b"-9223372036854775808",
    b"1e999",
    b"--",
    b"sep=;\n",
    "\u{301}".as_bytes(),
    "\u{202e}".as_bytes(),
];

impl<'i> Mutator<'i> {
    /// Starts from inputs, of which there is at least one.
    pub(super) fn new(inputs: &'i [Vec<u8>]) -> Self {
        Self { inputs, state: 0x9e37_79b9_7f4a_7c15 }
    }

    /// A number below a limit, by xorshift.
    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state >> 33).unwrap() % limit.max(1)
    }

    fn input(&mut self) -> &'i [u8] {
        let inputs = self.inputs;
        &inputs[self.below(inputs.len())]
    }

    /// A place and another one behind it, near by.
    fn range(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.below(bytes.len() + 1);
        start..(start + self.below(40)).min(bytes.len())
    }

    /// The next input: one of those given, with a few changes.
    pub(super) fn next(&mut self) -> Vec<u8> {
        let mut bytes = self.input().to_vec();
        for _ in 0..=self.below(4) {
            let range = self.range(&bytes);
            let new = match self.below(6) {
                0 => Vec::new(),
                1 => bytes[range.clone()].repeat(2),
                2 => TOKENS[self.below(TOKENS.len())].to_vec(),
                3 => {
                    let other = self.input();
                    other[self.range(other)].to_vec()
                }
                4 => bytes[range.clone()].iter().map(|byte| byte ^ 1 << self.below(8)).collect(),
                _ => {
                    let number = [i64::MIN, -1, 0, 1, i64::from(u32::MAX), i64::MAX][self.below(6)];
                    if self.below(2) == 0 { number.to_string().into_bytes() } else { number.to_be_bytes().to_vec() }
                }
            };
            bytes.splice(range, new);
        }
        bytes
    }
}
