/** A page's content as the server stores and cleans it. Field by field as in the reference of block documents. */
export interface BlockDocumentData {
  version: number;
  blocks: Block[];
}

export interface CaptionTrack { language: string; label: string; url: string }

interface Named {
  id: string;
  /** Two authors changed the same words: this is the second version of that block. */
  conflict_of?: string;
}
export interface TextBlock extends Named { type: 'text'; html: string }
export interface HeadingBlock extends Named { type: 'heading'; level: number; text: string }
export interface ImageBlock extends Named { type: 'image'; file?: string | null; src: string; alt: string; caption: string; width?: number | null; height?: number | null; is_decorative?: boolean }
export interface CodeBlockData extends Named { type: 'code'; code: string; language: string }
export interface CalloutBlock extends Named { type: 'callout'; tone: CalloutTone; title: string; html: string; is_collapsed: boolean }
export interface TableBlock extends Named { type: 'table'; caption: string; header: string[]; rows: string[][] }
export interface MathBlock extends Named { type: 'math'; latex: string }
/** `id` is the film's id at its provider; the block's own is `block`. `url` only with the provider `web`. */
export interface EmbedBlock extends Named { type: 'embed'; provider: string; block?: string; title: string; url?: string }
export interface FileBlock extends Named { type: 'file'; file?: string | null; name: string; size_bytes: number | null; media_type: string; url: string }
export interface VideoBlock extends Named { type: 'video'; file?: string | null; url: string | null; provider: string; external_id: string; captions: CaptionTrack[]; title: string }
export interface AudioBlock extends Named { type: 'audio'; file?: string | null; url: string; title: string; transcript: string }
export interface LinkCardBlock extends Named { type: 'link_card'; url: string; title: string; summary: string }
export interface QuoteBlock extends Named { type: 'quote'; html: string; source: string }
export interface ToggleBlock extends Named { type: 'toggle'; title: string; blocks: Block[] }
export interface ColumnsBlock extends Named { type: 'columns'; columns: { blocks: Block[] }[] }
export interface DividerBlock extends Named { type: 'divider' }
export interface QuestionBlock extends Named { type: 'question'; question: string | null }

export type CalloutTone = 'info' | 'tip' | 'warning' | 'challenge' | 'solution' | 'success';
export type Block =
  | TextBlock | HeadingBlock | ImageBlock | CodeBlockData | CalloutBlock | TableBlock | MathBlock
  | EmbedBlock | FileBlock | VideoBlock | AudioBlock | LinkCardBlock | QuoteBlock
  | ToggleBlock | ColumnsBlock | DividerBlock | QuestionBlock;
