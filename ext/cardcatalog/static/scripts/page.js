/* Every page: colours, copying and saving of citations, the switch to compact lists, and the Escape key for definitions. */

import { enableCompactLists } from "./compact.js";
import { enableCopyButtons } from "./copy-buttons.js";
import { enableEscape } from "./definitions.js";
import { followTheme } from "./page-colours.js";

followTheme();
enableCopyButtons();
enableCompactLists();
enableEscape();
