// Slips: a word that is nowhere on the site, put right where it differs little from one that is. A letter left out, put
// in, exchanged, or swapped with its neighbour is one slip; so is a sign of Chinese. Half a slip is a sign in the place
// of one that sounds or looks like it.
const Slips = (() => {
  const distance = (one, other, like = () => false) => {
    let [before, row] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= one.length; i++) {
      const next = [i];
      for (let j = 1; j <= other.length; j++) {
        const cost = one[i - 1] === other[j - 1] ? 0 : like(one[i - 1], other[j - 1]) ? 0.5 : 1;
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + cost);
        if (i > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      [before, row] = [row, next];
    }
    return row[other.length];
  };

  // The word of the site that is nearest to one that is not of the site, the commonest among the equally near, and how
  // sure it is; `counts` says how often each is met. The first letter is seldom wrong.
  const nearest = (word, counts) => {
    const most = word.length < 4 ? 0 : word.length < 7 ? 1 : 2;
    let best = { far: most + 1, count: Infinity };
    for (const [other, count] of most ? counts : []) {
      if (other[0] !== word[0] || Math.abs(other.length - word.length) > most) continue;
      const far = distance(word, other);
      if (far < best.far || (far === best.far && count > best.count)) best = { other, far, count };
    }
    return best.other && { word: best.other, sure: best.far === 1 && word.length > 6 ? 0.9 : 0.7 };
  };

  // The known Chinese term that a run comes close to from a place on, and how many signs of the run stand for it. Two
  // signs that never follow each other on the site show that something is wrong there. Where the run goes on, a wrong
  // sign at the edge of a term is one of the next word. A term of two signs is met by signs like its own alone.
  const term = (run, at, known, holds, like) => {
    let best = { far: Infinity };
    for (const word of known.filter(({ length }) => length > 1)) {
      for (const length of word.length > 2 ? [word.length, word.length - 1, word.length + 1] : [2]) {
        const part = run.slice(at, at + length);
        if (part.length < Math.max(length, 2) || Words.pairs(part).every(holds)) continue;
        const isWhole = length === word.length;
        const meets = (here, there, isEdge) => here === there || (isWhole && (isEdge || like(here, there)));
        if (!meets(part[0], word[0], at === 0 && length > 2)) continue;
        if (!meets(part.at(-1), word.at(-1), at + length === run.length && length > 2)) continue;
        const far = distance(part, word, like);
        if (far <= 1 && far < best.far) best = { word, length, far };
      }
    }
    return best.word && best;
  };

  return { nearest, term };
})();
