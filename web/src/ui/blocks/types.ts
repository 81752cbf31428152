/** A page's content as the server stores and cleans it. Field by field as in the reference of block documents. */
export interface BlockDocumentData {
  version: number;
  blocks: Block[];
}

export interface CaptionTrack { language: string; label: string; url: string }

interface Named { id: string }
export interface TextBlock extends Named { type: 'text'; html: string }
export interface HeadingBlock extends Named { type: 'heading'; level: number; text: string }
export interface ImageBlock extends Named { type: 'image'; src: string; alt: string; caption: string; width?: number | null; height?: number | null }
export interface CodeBlockData extends Named { type: 'code'; code: string; language: string }
export interface CalloutBlock extends Named { type: 'callout'; tone: CalloutTone; title: string; html: string; is_collapsed: boolean }
export interface TableBlock extends Named { type: 'table'; caption: string; header: string[]; rows: string[][] }
export interface MathBlock extends Named { type: 'math'; latex: string }
/** `id` is the film's id at its provider; the block's own is `block`. */
export interface EmbedBlock extends Named { type: 'embed'; provider: string; block?: string; title: string }
export interface FileBlock extends Named { type: 'file'; name: string; size_bytes: number; media_type: string; url: string }
export interface VideoBlock extends Named { type: 'video'; url: string | null; provider: string; external_id: string; captions: CaptionTrack[]; title: string }
export interface LinkCardBlock extends Named { type: 'link_card'; url: string; title: string; summary: string }
export interface QuoteBlock extends Named { type: 'quote'; html: string; source: string }

export type CalloutTone = 'info' | 'tip' | 'warning' | 'challenge' | 'solution' | 'success';
export type Block =
  | TextBlock | HeadingBlock | ImageBlock | CodeBlockData | CalloutBlock | TableBlock | MathBlock
  | EmbedBlock | FileBlock | VideoBlock | LinkCardBlock | QuoteBlock;
