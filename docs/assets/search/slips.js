// Slips: a word that is nowhere on the site, put right where it differs little from one that is. A letter left out, put
// in, exchanged, or swapped with its neighbour is one slip; so is a sign of Chinese.
const Slips = (() => {
  const distance = (one, other) => {
    let [before, row] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= one.length; i++) {
      const next = [i];
      for (let j = 1; j <= other.length; j++) {
        const isSame = one[i - 1] === other[j - 1];
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (isSame ? 0 : 1));
        if (i > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      [before, row] = [row, next];
    }
    return row[other.length];
  };

  // The word of the site that is nearest to one that is not of the site, the commonest among the equally near;
  // `counts` says how often each is met. The first letter is seldom wrong.
  const nearest = (word, counts) => {
    const most = word.length < 4 ? 0 : word.length < 7 ? 1 : 2;
    let best = { far: most + 1, count: Infinity };
    for (const [other, count] of most ? counts : []) {
      if (other[0] !== word[0] || Math.abs(other.length - word.length) > most) continue;
      const far = distance(word, other);
      if (far < best.far || (far === best.far && count > best.count)) best = { other, far, count };
    }
    return best.other;
  };

  // The known Chinese term that a run comes close to from a place on, and how many signs of the run stand for it. Two
  // signs that never follow each other on the site show that something is wrong there. Where the run goes on, a wrong
  // sign at the edge of a term is one of the next word.
  const term = (run, at, known, holds) => {
    for (const word of known.filter(({ length }) => length > 2)) {
      for (const length of [word.length, word.length - 1, word.length + 1]) {
        const part = run.slice(at, at + length);
        if (part.length < Math.max(length, 3) || Words.pairs(part).every(holds)) continue;
        const begins = part[0] === word[0] || (at === 0 && length === word.length);
        const ends = part.at(-1) === word.at(-1) || (at + length === run.length && length === word.length);
        if (begins && ends && distance(part, word) === 1) return { word, length };
      }
    }
    return undefined;
  };

  return { nearest, term };
})();
