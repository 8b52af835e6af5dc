import { type Flame, longestOf } from '../../store/flames.ts';
import { en } from '../../strings/en.ts';
import { formatMs } from '../../strings/format.ts';

const text = en.components.flame;
const most = 20;

/** The same tree in figures: who took longest by itself. */
export function FlameTable({ flame }: { flame: Flame }) {
  return (
    <details class="flame__table">
      <summary>{text.longest}</summary>
      <table class="table" data-testid="flame-table">
        <thead>
          <tr>
            <th scope="col">{en.renders.component}</th>
            <th scope="col" class="number">
              {text.self}
            </th>
            <th scope="col" class="number">
              {text.total}
            </th>
            <th scope="col" class="number wide">
              {text.starts}
            </th>
            <th scope="col" class="wide">
              {en.renders.how}
            </th>
          </tr>
        </thead>
        <tbody>
          {longestOf(flame, most).map(({ node, component, self, total, start, how }) => (
            <tr key={node}>
              <th scope="row">{component}</th>
              <td class="number">{formatMs(self)}</td>
              <td class="number">{formatMs(total)}</td>
              <td class="number wide">{formatMs(start)}</td>
              <td class="how wide">{en.how[how]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
