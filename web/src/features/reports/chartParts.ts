import {
  BarController, BarElement, CategoryScale, Chart, Filler, Legend, LinearScale, LineController, LineElement, PointElement,
  RadarController, RadialLinearScale, Tooltip,
} from 'chart.js';

/** Only what bars, lines and radars need of the library. */
export function registerParts(): void {
  Chart.register(
    BarController, BarElement, CategoryScale, Filler, Legend, LinearScale, LineController, LineElement, PointElement,
    RadarController, RadialLinearScale, Tooltip,
  );
}
