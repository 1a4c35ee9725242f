interface Props {
  label: string;
  value: number;
  max: number;
}

/** How far something is, with the numbers beside the bar. */
export function Progress({ label, value, max }: Props) {
  return (
    <div class="stack-tight">
      <p class="secondary">{label}</p>
      <progress class="progress" aria-label={label} value={value} max={Math.max(max, 1)} />
    </div>
  );
}
