/** Signal bars, 0 to 4. */
export function Bars({ bars, label }: { bars: 0 | 1 | 2 | 3 | 4; label: string }) {
  return (
    <svg class="bars" viewBox="0 0 24 20" role="img" aria-label={label} data-bars={bars}>
      {[0, 1, 2, 3].map((n) => (
        <rect
          key={n}
          x={n * 6 + 1}
          y={14 - n * 4}
          width="4"
          height={5 + n * 4}
          rx="1"
          data-lit={n < bars}
        />
      ))}
    </svg>
  );
}
