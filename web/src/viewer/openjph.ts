/**
 * The few bindings that decoding needs of OpenJPH's WebAssembly build.
 *
 * The glue that comes with the package makes functions from text, which the
 * content security policy forbids, and weighs four times as much. The import
 * and export letters below belong to @cornerstonejs/codec-openjph 2.4.5.
 */

export interface Codec {
  /** Decode a codestream, or a prefix of one that holds `level`; throws when it cannot. */
  decode(encoded: Uint8Array, level: number): Uint8Array<ArrayBuffer>;
}

interface MemoryView {
  data: number;
  size: number;
}

type Method = (self: number, ...values: number[]) => number;

const DECODER = "HTJ2KDecoder";
const PAGE = 65536;
const NOT_SUPPORTED = 52;

/** Start the codec. After a refusal the instance is spent: its C++ frames were not unwound. */
export async function startCodec(module: WebAssembly.Module): Promise<Codec> {
  const bindings = new Bindings();
  const instance = await WebAssembly.instantiate(module, { a: bindings.imports() });
  bindings.attach(instance.exports);
  return bindings.codec();
}

class Bindings {
  private memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 0 });
  private table: WebAssembly.Table = new WebAssembly.Table({ initial: 0, element: "anyfunc" });
  private decoderType = 0;
  private construct: () => number = () => 0;
  private readonly methods = new Map<string, Method>();
  private readonly views = new Map<number, MemoryView>();
  private lastView = 0;

  attach(exports: WebAssembly.Exports): void {
    const { P: memory, T: table, Q: callConstructors } = exports;
    if (!(memory instanceof WebAssembly.Memory) || !(table instanceof WebAssembly.Table)) {
      throw new Error("codec: unexpected exports");
    }
    this.memory = memory;
    this.table = table;
    call(callConstructors);
    call(exports["W"]); // embind's registrations
  }

  codec(): Codec {
    const self = this.construct();
    return {
      decode: (encoded, level) => {
        this.bytes(this.view("getEncodedBuffer", self, encoded.length)).set(encoded);
        if (level === 0) this.method("decode")(self);
        else this.method("decodeSubResolution")(self, level);
        return this.bytes(this.view("getDecodedBuffer", self)).slice();
      },
    };
  }

  private method(name: string): Method {
    const method = this.methods.get(name);
    if (method === undefined) throw new Error(`codec: no ${name}`);
    return method;
  }

  private view(name: string, self: number, ...values: number[]): MemoryView {
    const handle = this.method(name)(self, ...values);
    const view = this.views.get(handle);
    if (view === undefined) throw new Error(`codec: ${name} gave nothing`);
    this.views.delete(handle);
    return view;
  }

  private bytes({ data, size }: MemoryView): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.memory.buffer, data, size);
  }

  private words(): Uint32Array {
    return new Uint32Array(this.memory.buffer);
  }

  private text(address: number): string {
    const bytes = new Uint8Array(this.memory.buffer);
    return new TextDecoder("latin1").decode(bytes.subarray(address, bytes.indexOf(0, address)));
  }

  private entry(index: number, ...values: number[]): number {
    return call(this.table.get(index), ...values);
  }

  private grow(wanted: number): number {
    try {
      this.memory.grow(Math.ceil((wanted - this.memory.buffer.byteLength) / PAGE) + 64);
      return 1;
    } catch {
      return 0;
    }
  }

  private written(vectors: number, count: number, total: number): number {
    const words = this.words();
    let sum = 0;
    for (let i = 0; i < count; i++) sum += words[vectors / 4 + 2 * i + 1] ?? 0;
    words[total / 4] = sum; // the codec's remarks are of no use to a reader of images
    return 0;
  }

  private taken(address: number): number {
    const words = this.words();
    const view = { size: words[address / 4] ?? 0, data: words[address / 4 + 1] ?? 0 };
    this.views.set(++this.lastView, view);
    return this.lastView;
  }

  private addClass(values: number[]): void {
    const [type = 0] = values;
    if (this.text(values[10] ?? 0) === DECODER) this.decoderType = type;
  }

  private addConstructor([type, , , , invoker = 0, context = 0]: number[]): void {
    if (type === this.decoderType) this.construct = () => this.entry(invoker, context);
  }

  private addMethod([type, name = 0, , , , invoker = 0, context = 0]: number[]): void {
    if (type !== this.decoderType) return;
    this.methods.set(this.text(name), (...values) => this.entry(invoker, context, ...values));
  }

  imports(): WebAssembly.ModuleImports {
    const nothing = (): number => 0;
    const invoke = (index: number, ...values: number[]): number => this.entry(index, ...values);
    const refuse = (): never => {
      throw new Error("codec: cannot decode");
    };
    const ignored = ["A", "D", "I", "H", "u", "o", "h", "d", "t", "q", "p", "B", "J", "N", "O"];
    const invokers = ["b", "z", "w", "e", "l", "m", "j", "K", "g"];
    const refusals = ["L", "v", "c", "k", "i", "f", "M", "r"]; // exceptions and abort
    return {
      ...Object.fromEntries(ignored.map((letter) => [letter, nothing])),
      ...Object.fromEntries(invokers.map((letter) => [letter, invoke])),
      ...Object.fromEntries(refusals.map((letter) => [letter, refuse])),
      y: (...values: number[]) => this.addClass(values),
      x: (...values: number[]) => this.addConstructor(values),
      a: (...values: number[]) => this.addMethod(values),
      n: (_type: number, address: number) => this.taken(address),
      G: (to: number, from: number, size: number) => {
        new Uint8Array(this.memory.buffer).copyWithin(to, from, from + size);
      },
      E: (wanted: number) => this.grow(wanted >>> 0),
      s: (_file: number, vectors: number, count: number, total: number) =>
        this.written(vectors, count, total),
      F: () => NOT_SUPPORTED,
      C: () => NOT_SUPPORTED,
    };
  }
}

/** Call what WebAssembly exports; its functions take and give numbers. */
function call(target: unknown, ...values: number[]): number {
  if (typeof target !== "function") throw new Error("codec: not a function");
  const result: unknown = target(...values);
  return typeof result === "number" ? result : 0;
}
