import './marks.css';

export { blockAt, linearText, offsetOf, rangeOf, type LinearText, type TextBlock } from './linearText';
export { createPainter, type Painter } from './paint';
export { sentencesOf, wordAt, type Stretch } from './sentences';
