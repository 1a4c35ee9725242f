/** Strokes on 24 px, always beside a word. */

const PATHS = {
  window: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 3v18M12 7h6.5M12 12h9M12 17h6.5",
  pan: "M12 3v18M3 12h18M12 3l-3 3M12 3l3 3M12 21l-3-3M12 21l3-3M3 12l3-3M3 12l3 3M21 12l-3-3M21 12l-3 3",
  zoom: "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M15.5 15.5L21 21M7.5 10.5h6M10.5 7.5v6",
  scroll: "M5 4h14v4H5zM5 10h14v4H5zM5 16h14v4H5z",
  length: "M4 20L20 4M4 15v5h5M15 4h5v5M9 15l2 2M12 12l2 2M15 9l2 2",
  reset: "M4 12a8 8 0 1 0 2.5-5.8M4 4v5h5",
  invert: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 3v18M15 5v14M18 7v10",
  rotate: "M20 12a8 8 0 1 1-2.5-5.8M20 4v5h-5",
  flip: "M12 3v18M9 7L3 17h6zM15 7l6 10h-6z",
  key: "M12 4l2.4 5 5.6.8-4 3.9.9 5.5-4.9-2.6-4.9 2.6.9-5.5-4-3.9 5.6-.8z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  follow: "M3 12s3.5-6 9-6s9 6 9 6s-3.5 6-9 6s-9-6-9-6M12 9a3 3 0 1 0 0 6a3 3 0 0 0 0-6",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="viewer-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
