import { GroupCommit } from '../../core/group-commit';

describe('the group commit', () => {
  const written: string[][] = [];
  let fail = false;
  const write = async (items: readonly string[]) => {
    await new Promise(setImmediate);
    if (fail) throw new Error('disk full');
    written.push([...items]);
  };

  beforeEach(() => {
    written.length = 0;
    fail = false;
  });

  it('writes together what comes together, and what comes meanwhile, in the order in which it came', async () => {
    const commits = new GroupCommit(write);
    const first = [commits.commit(['a']), commits.commit(['b', 'c'])];
    await new Promise(process.nextTick);
    const second = [commits.commit(['d']), commits.commit(['e']), commits.commit(['f'])];
    await Promise.all([...first, ...second]);
    expect(written).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ]);
  });

  it('tells each writer of a failure, and goes on', async () => {
    const commits = new GroupCommit(write);
    fail = true;
    await expect(Promise.all([commits.commit(['a']), commits.commit(['b'])])).rejects.toThrow('disk full');
    fail = false;
    await commits.commit(['c']);
    expect(written).toEqual([['c']]);
  });

  it('is settled when all that was given is written', async () => {
    const commits = new GroupCommit(write);
    void commits.commit(['a']);
    await commits.settled();
    expect(written).toEqual([['a']]);
  });
});
