//! Inputs made of others, the same in every run.

use license_hub_fuzz_cases::LONGEST;

/// What means something to one reader or another.
const WORDS: &[&str] = &[
    "",
    "0",
    "-1",
    "1e999",
    "18446744073709551616",
    "null",
    "true",
    "[]",
    "{}",
    "[",
    "{",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "\0",
    "\n",
    " ",
    "\u{feff}",
    "\u{202e}",
    "<",
    ">",
    "</",
    "/>",
    "<doc>",
    "</doc>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE x>",
    "&#0;",
    "&lt;",
    "<error>",
    "<elem>",
    "error",
    "errors",
    "..",
    "/",
    "%2e",
    "0000-00-00",
    "20260230",
    "12,50",
    "c4n4ry-p&ss%w/rd",
];
/// How many changes one input is made of, at most.
const CHANGES: usize = 6;
/// The longest input that is not meant to be long.
const USUAL: usize = 8 << 10;

/// Makes inputs of a corpus.
pub(crate) struct Mutator<'a> {
    random: fastrand::Rng,
    corpus: &'a [Vec<u8>],
}

impl<'a> Mutator<'a> {
    /// The name decides what is made, so that a failure comes back.
    pub(crate) fn new(name: &str, corpus: &'a [Vec<u8>]) -> Self {
        let seed = name.bytes().fold(1469, |seed: u64, byte| seed.wrapping_mul(31) + u64::from(byte));
        Self { random: fastrand::Rng::with_seed(seed), corpus }
    }

    /// One of the corpus, changed a few times.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        let mut input = self.one().to_vec();
        for _ in 0..self.random.usize(1..=CHANGES) {
            self.change(&mut input);
        }
        input.truncate(USUAL);
        input
    }

    /// One with a part of it repeated until it is as long as an input may be, which shows what takes longer than it
    /// should.
    pub(crate) fn next_long(&mut self) -> Vec<u8> {
        let mut input = self.one().to_vec();
        let (from, to) = self.part(&input);
        let part = if from == to { b"[".to_vec() } else { input[from..to].to_vec() };
        let times = LONGEST.saturating_sub(input.len()) / part.len();
        input.splice(to..to, part.repeat(times));
        input
    }

    fn one(&mut self) -> &'a [u8] {
        &self.corpus[self.random.usize(..self.corpus.len())]
    }

    /// Where a part of an input begins and ends.
    fn part(&mut self, input: &[u8]) -> (usize, usize) {
        let (one, other) = (self.random.usize(..=input.len()), self.random.usize(..=input.len()));
        (one.min(other), one.max(other))
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let (from, to) = self.part(input);
        match self.random.u8(..8) {
            0 => drop(input.drain(from..to)),
            1 => input.truncate(to),
            2 => {
                let word = WORDS[self.random.usize(..WORDS.len())];
                drop(input.splice(from..from, word.bytes()));
            }
            3 => {
                let word = WORDS[self.random.usize(..WORDS.len())];
                drop(input.splice(from..to.min(from + 8), word.bytes()));
            }
            4 => {
                let other = self.one();
                let (begin, end) = self.part(other);
                drop(input.splice(from..to, other[begin..end].iter().copied()));
            }
            5 => {
                let part = input[from..to.min(from + 64)].to_vec();
                drop(input.splice(from..from, part.repeat(self.random.usize(1..8))));
            }
            6 if !input.is_empty() => {
                let at = self.random.usize(..input.len());
                input[at] ^= 1 << self.random.u8(..8);
            }
            _ if !input.is_empty() => {
                let at = self.random.usize(..input.len());
                input[at] = self.random.u8(..);
            }
            _ => input.push(self.random.u8(..)),
        }
    }
}
