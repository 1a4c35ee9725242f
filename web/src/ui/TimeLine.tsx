import type { ComponentChildren } from "preact";

export interface Moment {
  key: string;
  time: string;
  what: ComponentChildren;
  detail?: ComponentChildren;
}

export function TimeLine({ moments }: { moments: readonly Moment[] }) {
  return (
    <ol class="time-line">
      {moments.map((one) => (
        <li key={one.key}>
          <p>{one.what}</p>
          <p class="secondary">{one.time}</p>
          {one.detail !== undefined && <div class="secondary">{one.detail}</div>}
        </li>
      ))}
    </ol>
  );
}
