import { sayBytes } from '@memory-plus/core/analysis';
import type { DominatorRow } from '@memory-plus/core/heap-snapshot';
import { useMemo } from 'preact/hooks';
import { type RowWindow, type VirtualColumn, VirtualTable } from '../../components/virtual-table.tsx';
import { en } from '../../strings/en.ts';
import { formatCount } from '../../strings/format.ts';
import { ObjectName, sayShare } from './parts.tsx';

const text = en.snapshots;

export interface ObjectTableProps {
  readonly label: string;
  readonly rows: RowWindow<DominatorRow>;
  /** Bytes of the whole snapshot. */
  readonly total: number;
  onOpen(node: number): void;
}

const name: VirtualColumn<DominatorRow> = { title: text.object, cell: (row) => <ObjectName row={row} /> };
const figures: readonly VirtualColumn<DominatorRow>[] = [
  { title: text.distance, class: 'number extra', cell: ({ distance }) => distance ?? '–' },
  { title: text.dominated, class: 'number extra', cell: ({ dominated }) => formatCount(dominated) },
  { title: text.self, class: 'number wide', cell: ({ selfSize }) => sayBytes(selfSize) },
  { title: text.retained, class: 'number', cell: ({ retainedSize }) => sayBytes(retainedSize) },
];

/** Objects with what they keep alive. */
export function ObjectTable({ label, rows, total, onOpen }: ObjectTableProps) {
  const columns = useMemo(
    (): readonly VirtualColumn<DominatorRow>[] => [
      name,
      ...figures,
      { title: text.share, class: 'number wide', cell: ({ retainedSize }) => sayShare(retainedSize, total) },
    ],
    [total],
  );
  return (
    <VirtualTable
      label={label}
      columns={columns}
      rows={rows}
      rowTestId="snapshot-row"
      onOpen={({ node }) => onOpen(node)}
    />
  );
}
