// Installed beside the project, by the bench itself: what it uses of uPlot.
declare module 'uplot' {
  export default class UPlot {
    constructor(options: object, data: readonly (readonly number[])[], place: HTMLElement);
    setData(data: readonly (readonly number[])[]): void;
    setScale(key: string, range: { readonly min: number; readonly max: number }): void;
    destroy(): void;
  }
}
