/** Clipboards as programs fill them, written for tests. */
const PIXELS = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export const wordHtml = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt} @page WordSection1 {size:595pt} --></style></head>
<body lang=EN-US style='tab-interval:36.0pt'><!--StartFragment-->
<h1><span lang=EN-US>Photosynthesis<o:p></o:p></span></h1>
<p class=MsoNormal><span lang=EN-US style='font-family:"Calibri",sans-serif;mso-fareast-font-family:Calibri'>Plants make <b style='mso-bidi-font-weight:normal'>sugar</b> from
 light, see <a href="https://example.org/leaf"><span style='color:blue;text-decoration:underline'>the leaf</span></a>. H<sub>2</sub>O is <i>split</i>.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Light<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><span style='font-family:"Courier New";mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span>red</p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>Water</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>First</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span>Second</p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse;mso-yfti-tbllook:1184'><tr style='mso-yfti-irow:0'><td width=100 style='padding:0cm 5.4pt'><p class=MsoNormal><b>Part</b><o:p></o:p></p></td><td><p class=MsoNormal>Job</p></td></tr>
<tr><td><p class=MsoNormal>Stoma</p></td><td><p class=MsoNormal>breathes</p><p class=MsoNormal>in and out</p></td></tr></table>
<p class=MsoNormal><img width=10 height=10 src="data:image/png;base64,${PIXELS}" alt="Leaf"><img width=20 height=20 src="file:///C:/Users/me/AppData/Local/Temp/clip_image002.png"></p>
<!--EndFragment--></body></html>`;

export const googleDocsHtml = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1f2e3d4c"><h1 dir="ltr" style="line-height:1.38;margin-top:20pt;"><span style="font-size:20pt;font-family:Arial,sans-serif;color:#000000;font-weight:400;">Plan</span></h1>
<p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;">Not bold, </span><span style="font-weight:700;">bold</span><span>, </span><span style="font-style:italic;">slanted</span><span>, </span><span style="text-decoration:line-through;">gone</span><span> and </span><a href="https://www.google.com/url?q=https://example.org/&amp;sa=D" style="text-decoration:none;"><span style="color:#1155cc;text-decoration:underline;">a link</span></a></p>
<br /><ul style="margin-top:0;"><li dir="ltr" aria-level="1" style="list-style-type:disc;"><p dir="ltr" role="presentation"><span>one</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr"><span>inner</span></p></li></ul><li dir="ltr"><p dir="ltr"><span>two</span></p></li></ul><h2><span>Next</span></h2></b><br class="Apple-interchange-newline">`;

export const webPageHtml = `<article class="post"><header><h2 style="color:red">News</h2></header><div><p>Some   text<br>in two lines with <code>code</code>.</p><script>track()</script><style>p{}</style>
<div class="highlight"><pre><code class="language-javascript"><span class="kw">let</span> a = 1;
let b;
</code></pre></div><blockquote><p>Said.</p></blockquote><figure><img src="https://example.org/a.png" alt="A" onload="x()"><figcaption>Figure 1</figcaption></figure><img src="https://count.example.org/p.gif" width="1" height="1">
<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ" title="Film"></iframe><table><caption>T</caption><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>
<details><summary>More</summary><p>inside</p></details><p style="display:none">hidden</p></div></article>`;
