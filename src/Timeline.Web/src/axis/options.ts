const second = 1000;
const century = 100 * 365 * 86_400 * second;

/** How vis-timeline behaves: it draws the scale and moves; nothing is stacked, selected or edited by it. */
export const axisOptions = {
  stack: false,
  selectable: false,
  showCurrentTime: false,
  showMajorLabels: true,
  // A wheel zooms only with Ctrl.
  zoomKey: 'ctrlKey',
  horizontalScroll: false,
  verticalScroll: false,
  orientation: { axis: 'top', item: 'top' },
  margin: { item: { horizontal: 0, vertical: 0 }, axis: 0 },
  zoomMin: 60 * second,
  zoomMax: 30 * century,
  groupOrder: 'order',
  format: {
    minorLabels: { second: 'HH:mm:ss', minute: 'HH:mm', hour: 'HH:mm', weekday: 'D', day: 'D', week: 'D', month: 'MMM', year: 'YYYY' },
    majorLabels: { second: 'D MMMM YYYY', minute: 'D MMMM YYYY', hour: 'D MMMM YYYY', weekday: 'MMMM YYYY', day: 'MMMM YYYY', week: 'MMMM YYYY', month: 'YYYY', year: '' },
  },
};
