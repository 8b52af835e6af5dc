// A process with a leak that can be recognised: argument 1 is the number of sessions that each round adds, the others are the snapshots to write.
const { writeHeapSnapshot } = require('node:v8');

class LeakedSession {
  constructor(number) {
    this.number = number;
    this.note = `session ${number} ${'x'.repeat(number % 7)}`;
    this.items = new Array(20).fill(number);
  }
}

globalThis.sessionRegistry = new Map();
const [, , perRound, ...files] = process.argv;
for (const file of files) {
  for (let i = 0; i < Number(perRound); i++) {
    const number = globalThis.sessionRegistry.size;
    globalThis.sessionRegistry.set(`s${number}`, new LeakedSession(number));
  }
  writeHeapSnapshot(file);
}
