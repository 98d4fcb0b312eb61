/** How wide a text would be, in pixels, without a layout. */
export function textMeasure(font: string, most: number): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.font = font;
  const known = new Map<string, number>();
  return (text) => {
    let width = known.get(text);
    if (width === undefined) {
      width = Math.min(most, context ? context.measureText(text).width : text.length * 7);
      known.set(text, width);
    }
    return width;
  };
}
