/**
 * Marks stretches of text without touching the document, which belongs to Vue: by the CSS Custom Highlight API, and where
 * a browser lacks it by boxes in a layer over the page. Looks are in `marks.css`, by name.
 */
export interface Painter {
  paint: (name: string, ranges: readonly Range[]) => void;
  clear: () => void;
}

export function createPainter(): Painter {
  return typeof Highlight === 'function' && 'highlights' in CSS ? nativePainter() : layerPainter();
}

function nativePainter(): Painter {
  const mine = new Set<string>();
  return {
    paint(name, ranges) {
      mine.add(name);
      if (ranges.length)
        CSS.highlights.set(name, new Highlight(...ranges));
      else
        CSS.highlights.delete(name);
    },
    clear() {
      mine.forEach(name => CSS.highlights.delete(name));
      mine.clear();
    },
  };
}

function layerPainter(): Painter {
  const layer = document.createElement('div');
  layer.className = 'reading-marks';
  layer.setAttribute('aria-hidden', 'true');
  const painted = new Map<string, readonly Range[]>();

  function draw(): void {
    layer.replaceChildren(...[...painted].flatMap(([name, ranges]) => ranges.flatMap(range => [...range.getClientRects()].map(rect => box(name, rect)))));
  }
  function onResize(): void {
    requestAnimationFrame(draw);
  }
  window.addEventListener('resize', onResize);
  document.body.append(layer);
  return {
    paint(name, ranges) {
      painted.set(name, ranges);
      draw();
    },
    clear() {
      window.removeEventListener('resize', onResize);
      layer.remove();
      painted.clear();
    },
  };
}

function box(name: string, rect: DOMRect): HTMLElement {
  const mark = document.createElement('span');
  mark.dataset.mark = name;
  Object.assign(mark.style, { left: `${rect.left + scrollX}px`, top: `${rect.top + scrollY}px`, width: `${rect.width}px`, height: `${rect.height}px` });
  return mark;
}
