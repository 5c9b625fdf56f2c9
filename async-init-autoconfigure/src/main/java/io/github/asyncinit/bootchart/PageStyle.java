package io.github.asyncinit.bootchart;

/**
 * The style sheet of the pages. Nothing depends on it: without it the page is plain.
 */
final class PageStyle {

	static final String CSS = """
			:root{color-scheme:light dark}
			body{font:14px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;margin:0 auto;
			max-width:1220px;padding:16px 20px;background:#fff;color:#1f2328}
			h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:26px 0 6px}p{margin:4px 0}
			dl.cards{display:flex;flex-wrap:wrap;gap:8px;margin:12px 0;padding:0}
			dl.cards div{border:1px solid #d8dee4;border-radius:6px;padding:6px 12px}
			dl.cards dt{font-size:11px;color:#57606a}dl.cards dd{margin:0;font-size:16px;font-weight:600}
			.view{overflow-x:auto;border:1px solid #d8dee4;border-radius:6px}
			svg{max-width:100%}.view svg{display:block;max-width:100%;height:auto}
			.controls{display:flex;flex-wrap:wrap;gap:10px;align-items:center;margin:10px 0;position:sticky;top:0;
			background:#fff;padding:6px 0;z-index:1}
			.controls[hidden]{display:none}
			table{border-collapse:collapse;width:100%;font-size:13px}caption{text-align:left;padding:4px 0}
			th,td{padding:3px 8px;border-bottom:1px solid #d8dee4;text-align:left}
			td{white-space:nowrap}td:first-child,td:last-child:not(.n){white-space:normal;overflow-wrap:anywhere}
			td:last-child:not(.n){min-width:11ch}
			td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
			tr.crit td:first-child{font-weight:700;color:#b0124f}
			.dim{opacity:.13}.hit rect{stroke:#1f2328;stroke-width:1.5}
			code{background:#eff1f3;padding:1px 5px;border-radius:4px}
			.warn{border-left:4px solid #d55e00;padding:2px 10px;margin:6px 0}
			.worse{color:#b0124f}.better{color:#00724f}
			#detail{min-height:1.4em;color:#57606a;white-space:pre-line;position:sticky;bottom:0;background:#fff;
			padding:4px 0;font-size:13px}
			.lead{font-size:17px}details{margin:8px 0}summary{cursor:pointer;color:#0b5cad}
			dl.guide{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;margin:6px 0}
			dl.guide dt{font-weight:600}dl.guide dd{margin:0}
			@media (prefers-color-scheme:dark){
			body,.controls,#detail{background:#0d1117;color:#e6edf3}dl.cards div,.view,th,td{border-color:#30363d}
			dl.cards dt,#detail{color:#9da7b1}code{background:#21262d}tr.crit td:first-child,.worse{color:#ff7eb6}
			.better{color:#3fb68b}.hit rect{stroke:#fff}a,summary{color:#58a6ff}}
			@media print{.controls,#detail,summary{display:none}body{max-width:none;padding:0}.view{border:0}
			svg,.view{break-inside:auto}tr,h2,dl.cards{break-inside:avoid}h2{break-after:avoid}@page{size:landscape}}
			""";

	private PageStyle() {
	}

}
