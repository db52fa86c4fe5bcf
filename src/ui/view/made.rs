//! What a function makes when it is asked for: rows of a list, days of colleagues, what stands beside.

use std::marker::PhantomData;

use super::{Block, Lane, Lanes, Row, Rows};

/// What a function makes when it is asked for.
pub struct Made<T, F> {
    len: usize,
    make: F,
    of: PhantomData<T>,
}

/// Rows made on demand by a function.
pub type RowsBy<'a, F> = Made<Row<'a>, F>;

impl<T, F: Fn(usize) -> T> Made<T, F> {
    /// `len` of them, each made by `make(i)`.
    pub fn new(len: usize, make: F) -> Self {
        Self {
            len,
            make,
            of: PhantomData,
        }
    }
}

impl<'a, F: Fn(usize) -> Row<'a>> Rows for Made<Row<'a>, F> {
    fn len(&self) -> usize {
        self.len
    }

    fn row(&self, i: usize) -> Row<'_> {
        (self.make)(i)
    }
}

/// Days of colleagues made on demand by a function.
pub type LanesBy<'a, F> = Made<Lane<'a>, F>;

impl<'a, F: Fn(usize) -> Lane<'a>> Lanes for Made<Lane<'a>, F> {
    fn len(&self) -> usize {
        self.len
    }

    fn lane(&self, i: usize) -> Lane<'_> {
        (self.make)(i)
    }
}

/// Blocks made on demand.
pub(super) trait MakeBlocks {
    /// The blocks, in reading order.
    fn blocks(&self) -> Vec<Block<'_>>;
}

impl<'a, F: Fn(usize) -> Vec<Block<'a>>> MakeBlocks for Made<Vec<Block<'a>>, F> {
    fn blocks(&self) -> Vec<Block<'_>> {
        (self.make)(0)
    }
}
