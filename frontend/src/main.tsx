import { render } from "preact";
import "@preact/signals";
import "leaflet/dist/leaflet.css";
import "./style/base.css";
import "./style/bar.css";
import "./style/panel.css";
import "./style/details.css";
import "./style/map.css";
import "./style/whatif.css";
import "./style/dialog.css";
import "./style/narrow.css";
import "./style/print.css";
import { App } from "./app";
import { bindAddress } from "./state/address";
import { followComparison } from "./state/comparison";
import { correctUnknown } from "./state/corrections";
import { forgetPickedRouteWithPoint } from "./state/point";
import { followScenario } from "./state/scenario";
import { startWithAService } from "./state/town";

bindAddress();
correctUnknown();
startWithAService();
forgetPickedRouteWithPoint();
followScenario();
followComparison();

const root = document.getElementById("app");
if (root) render(<App />, root);
