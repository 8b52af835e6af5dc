import { processInfoSchema, statsSchema } from '@memory-plus/core/protocol/backend';
import { type Check, failed, ok } from '../check.ts';

/** Beside the heap a process needs buffers, code and stacks. */
const largestShare = 0.8;
const megabyte = 1024 ** 2;

export const thresholdsCheck: Check = {
  id: 'thresholds',
  stage: 'before deployment',
  title: 'The heap limit fits the memory that there is',
  async run({ server, file }) {
    const { heap, container } = await server.api('stats', statsSchema);
    const { memory } = await server.api('process-info', processInfoSchema);
    const available = container.limit ?? memory.systemTotal;
    const most = Math.floor((available * largestShare) / megabyte);
    const where = container.limit === null ? 'the machine has' : "is the container's limit";
    const sizes = `V8's limit is ${Math.round(heap.limit / megabyte)} MB; ${Math.round(available / megabyte)} MB ${where}`;
    if (heap.limit > available * largestShare)
      return failed(
        `${sizes}: the kernel would end the process before V8 reaches its limit.`,
        `Set MAX_OLD_SPACE_MB to at most ${most}.`,
      );
    const levels = file?.settings?.thresholds?.heap;
    const said = levels ? `; warning at ${percent(levels.warning)}, critical at ${percent(levels.critical)}` : '';
    return ok(`${sizes}${said}.`);
  },
};

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
