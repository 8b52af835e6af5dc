import { phrases } from './phrases.ts';

/** Why a file cannot be read as a heap snapshot, or why a question to one has no answer. */
export const say = phrases('snapshotFiles', {
  notFound: 'No object has the id {id} in this snapshot.',
  differentProcesses:
    'Hardly any object is in all snapshots: they are of different processes, or not in the order baseline, target, final. Take all three in one process, without a reload.',
  cancelled: 'Reading the snapshot was cancelled.',
  noMemory: 'There is no memory for {count} {what}. Close other tabs or use the command.',
  more: 'The file holds more {what} than the {declared} that its header declares. Take a new snapshot.',
  nodeType: 'Node type {type} is not declared.',
  edgeType: 'Edge type {type} is not declared.',
  edgeTarget: 'Edge {edge} points to no node. Take a new snapshot.',
  locationTarget: 'A location belongs to no node. Take a new snapshot.',
  noArray: '"{field}" is no array: this is no heap snapshot.',
  textAfter: 'More text follows after the snapshot ended.',
  unexpected: 'A heap snapshot is JSON, but "{character}" stands where JSON has something else. Is it another file?',
  empty: 'The file is empty. Take a new snapshot.',
  cutBetween:
    'The file ends after {bytes} bytes between its parts: it was cut off. Was the disk full, or the process killed while it wrote? Take a new snapshot.',
  cutWithin:
    'The file ends after {bytes} bytes within "{field}": it was cut off. Was the disk full, or the process killed while it wrote? Take a new snapshot.',
  compressed: 'The file is compressed. Decompress it first (gunzip, unzip).',
  utf16:
    'The file is UTF-16 text: some program rewrote it (PowerShell does with ">"). Save the snapshot again, as it comes, or convert it to UTF-8.',
  noInteger: '"{field}" holds "{character}" where a whole number belongs: this is no heap snapshot, or it is damaged.',
  withinRecord: '"{field}" ends within a record. Take a new snapshot.',
  headerEndless: 'The header of this file does not end: it is no heap snapshot.',
  headerNoJson: 'The header of this file is not valid JSON. Take a new snapshot.',
  allocationProfile: 'a sampled allocation profile (.heapprofile)',
  cpuProfile: 'a CPU profile (.cpuprofile)',
  trace: 'a performance trace',
  otherJson: 'JSON of another kind',
  otherKind:
    'This is {what}, not a heap snapshot: those begin with "snapshot". Save one from DevTools\' Memory panel or with v8.writeHeapSnapshot().',
  parts: 'The file has a snapshot header but lacks nodes, edges or strings.',
  counts:
    'The header declares {nodes} nodes and {edges} edges, the file holds {nodesFound} and {edgesFound}. Take a new snapshot.',
  nameBeyond: 'A name points beyond the strings of the file. Take a new snapshot.',
  stringBeyond: 'The snapshot names string {index} of {count}. Take a new one.',
  noString: 'The strings hold "{character}" where a string belongs.',
  noHeader:
    'The "snapshot" header is missing: this is not a heap snapshot of Chrome, Edge or Node. Take one with DevTools\' Memory panel or v8.writeHeapSnapshot().',
  noMeta:
    'The description "snapshot.meta" is missing: this is not a heap snapshot of Chrome, Edge or Node. Take one with DevTools\' Memory panel or v8.writeHeapSnapshot().',
  noNames: '{what} is not a list of names: this version of the format is not understood.',
  noField:
    'The snapshot\'s {what} lack the field "{field}": this version of the format is not understood (Chrome, Edge and Node 18 to 24 have it).',
  noCount: "The header's {what} is not a count: this version is not understood.",
  tooLarge: 'The snapshot declares {value} as {what}; at most {most} fit.',
  moreTypes: 'The snapshot has more node or edge types than any version that is known.',
  noRoot: 'The snapshot has no root node. Take a new one.',
});
