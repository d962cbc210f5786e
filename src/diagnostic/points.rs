//! A set of the data planes that a run of lint looks at, by their numbers. Which they are is the matrix's business.

/// Numbers of data planes in the matrix (`mesh::Matrix::points`) of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Points {
    words: Vec<u64>,
}

impl Points {
    /// Puts a point in.
    pub fn insert(&mut self, point: usize) {
        let word = point / 64;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (point % 64);
    }

    /// Puts all points of another set in.
    pub fn extend(&mut self, other: &Self) {
        self.words.resize(self.words.len().max(other.words.len()), 0);
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    /// Whether a point is in it.
    #[must_use]
    pub fn contains(&self, point: usize) -> bool {
        self.words.get(point / 64).is_some_and(|word| word >> (point % 64) & 1 == 1)
    }

    /// Whether some point is in both.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(one, two)| one & two != 0)
    }

    /// The points, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            let next = |left: &u64| Some(left & left.wrapping_sub(1));
            let left = std::iter::successors(Some(*word), next).take_while(|left| *left != 0);
            left.map(move |left| index * 64 + left.trailing_zeros() as usize)
        })
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }
}

impl FromIterator<usize> for Points {
    fn from_iter<I: IntoIterator<Item = usize>>(points: I) -> Self {
        let mut set = Self::default();
        points.into_iter().for_each(|point| set.insert(point));
        set
    }
}
