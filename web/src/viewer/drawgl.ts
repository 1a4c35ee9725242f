/** Painting on the graphics processor: stored values as a texture, the window in the shader. */

import type { Pixels } from "./pixels.ts";
import { through } from "./place.ts";
import { extent, inverted, type Painter, type Scene } from "./scene.ts";

const VERTEX = `#version 300 es
in vec4 corner;
out vec2 place;
void main() { place = corner.zw; gl_Position = vec4(corner.xy, 0.0, 1.0); }`;

/** Integer textures cannot be filtered, so the shader weighs the four neighbours itself. */
function greyShader(sampler: "isampler2D" | "usampler2D"): string {
  return `#version 300 es
precision highp float;
precision highp int;
precision highp ${sampler};
uniform ${sampler} picture;
uniform vec4 window; // black, span, slope, intercept
uniform float invert;
in vec2 place;
out vec4 ink;
float at(ivec2 texel, ivec2 last) { return float(texelFetch(picture, clamp(texel, ivec2(0), last), 0).r); }
void main() {
  ivec2 size = textureSize(picture, 0);
  ivec2 last = size - 1;
  vec2 exact = place * vec2(size) - 0.5;
  ivec2 base = ivec2(floor(exact));
  vec2 part = exact - floor(exact);
  float above = mix(at(base, last), at(base + ivec2(1, 0), last), part.x);
  float below = mix(at(base + ivec2(0, 1), last), at(base + ivec2(1, 1), last), part.x);
  float value = mix(above, below, part.y) * window.z + window.w;
  float share = window.y > 0.0 ? clamp((value - window.x) / window.y, 0.0, 1.0) : step(window.x, value);
  ink = vec4(vec3(abs(invert - share)), 1.0);
}`;
}

const COLOUR = `#version 300 es
precision highp float;
uniform sampler2D picture;
uniform float invert;
in vec2 place;
out vec4 ink;
void main() { ink = vec4(abs(vec3(invert) - texture(picture, place).rgb), 1.0); }`;

type Kind = "signed" | "unsigned" | "colour";
const SHADERS: Readonly<Record<Kind, string>> = {
  signed: greyShader("isampler2D"),
  unsigned: greyShader("usampler2D"),
  colour: COLOUR,
};

/** Null where there is no WebGL2; `onLost` when the browser takes it away. */
export function webglPainter(canvas: HTMLCanvasElement, onLost: () => void): Painter | null {
  const gl = canvas.getContext("webgl2", { antialias: false, preserveDrawingBuffer: true });
  if (gl === null) return null;
  canvas.addEventListener("webglcontextlost", onLost, { once: true });
  const painter = new WebGlPainter(gl);
  return painter.usable ? painter : null;
}

const SOFTWARE = /swiftshader|llvmpipe|software|basic render|softpipe/i;

/** Does the browser draw WebGL without a graphics processor? Asked on a canvas of its own. */
export function softwareOnly(): boolean {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (gl === null) return true;
  const names = gl.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = names === null ? "" : gl.getParameter(names.UNMASKED_RENDERER_WEBGL);
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return typeof name !== "string" || SOFTWARE.test(name);
}

class WebGlPainter implements Painter {
  readonly name = "webgl";
  readonly usable: boolean;
  private readonly gl: WebGL2RenderingContext;
  private readonly programs = new Map<Kind, WebGLProgram>();
  private readonly texture: WebGLTexture | null;
  private readonly corners: WebGLBuffer | null;
  private loaded: ImageBitmap | Pixels | null = null;

  constructor(gl: WebGL2RenderingContext) {
    this.gl = gl;
    this.texture = gl.createTexture();
    this.corners = gl.createBuffer();
    for (const kind of ["signed", "unsigned", "colour"] as const) {
      const program = linked(gl, SHADERS[kind]);
      if (program !== null) this.programs.set(kind, program);
    }
    this.usable = this.programs.size === 3;
  }

  paint(scene: Scene | null): void {
    const { gl } = this;
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.clearColor(0, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (scene === null) return;
    const kind = kindOf(scene.picture);
    const program = this.programs.get(kind);
    if (program === undefined) return;
    gl.useProgram(program);
    this.load(scene.picture, kind);
    this.place(scene, program);
    this.setWindow(scene, program, kind);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  end(): void {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  private load(picture: ImageBitmap | Pixels, kind: Kind): void {
    const { gl } = this;
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    if (this.loaded === picture) return;
    this.loaded = picture;
    const filter = kind === "colour" ? gl.LINEAR : gl.NEAREST;
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    upload(gl, picture);
  }

  private place({ picture, image, matrix }: Scene, program: WebGLProgram): void {
    const { gl } = this;
    const { x, y, width, height } = extent(picture, image);
    const values = [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ].flatMap(([u = 0, v = 0]) => {
      const [left, top] = through(matrix, [x + u * width, y + v * height]);
      const across = (2 * left) / gl.drawingBufferWidth - 1;
      return [across, 1 - (2 * top) / gl.drawingBufferHeight, u, v];
    });
    gl.bindBuffer(gl.ARRAY_BUFFER, this.corners);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(values), gl.DYNAMIC_DRAW);
    const corner = gl.getAttribLocation(program, "corner");
    gl.enableVertexAttribArray(corner);
    gl.vertexAttribPointer(corner, 4, gl.FLOAT, false, 0, 0);
  }

  private setWindow(scene: Scene, program: WebGLProgram, kind: Kind): void {
    const { gl } = this;
    const negative = kind === "colour" ? scene.invert : inverted(scene);
    gl.uniform1f(gl.getUniformLocation(program, "invert"), negative ? 1 : 0);
    if (kind === "colour") return;
    const { centre, width } = scene.window;
    const black = centre - 0.5 - (width - 1) / 2;
    const { slope, intercept } = scene.image;
    gl.uniform4f(gl.getUniformLocation(program, "window"), black, width - 1, slope, intercept);
  }
}

function kindOf(picture: ImageBitmap | Pixels): Kind {
  if (!("reduction" in picture) || picture.kind === "colour") return "colour";
  const { values } = picture;
  return values instanceof Int16Array || values instanceof Int8Array ? "signed" : "unsigned";
}

function upload(gl: WebGL2RenderingContext, picture: ImageBitmap | Pixels): void {
  const target = gl.TEXTURE_2D;
  if (!("reduction" in picture)) {
    gl.texImage2D(target, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture);
    return;
  }
  const { width, height, values } = picture;
  if (picture.kind === "colour") {
    const bytes = new Uint8Array(values.buffer);
    gl.texImage2D(target, 0, gl.RGBA, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
    return;
  }
  const [inner, type] = integers(gl, values);
  gl.texImage2D(target, 0, inner, width, height, 0, gl.RED_INTEGER, type, values);
}

function integers(gl: WebGL2RenderingContext, values: ArrayBufferView): readonly [number, number] {
  if (values instanceof Int16Array) return [gl.R16I, gl.SHORT];
  if (values instanceof Uint16Array) return [gl.R16UI, gl.UNSIGNED_SHORT];
  return values instanceof Int8Array ? [gl.R8I, gl.BYTE] : [gl.R8UI, gl.UNSIGNED_BYTE];
}

function linked(gl: WebGL2RenderingContext, fragment: string): WebGLProgram | null {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  const done: unknown = gl.getProgramParameter(program, gl.LINK_STATUS);
  return done === true ? program : null;
}
