/* Every page: colours, copying and saving of citations, the switch to compact lists, the Escape key for definitions,
   and links to entries. */

import { enableCompactLists } from "./compact.js";
import { enableCopyButtons } from "./copy-buttons.js";
import { enableEscape } from "./definitions.js";
import { enableEntryLinks } from "./entry-links.js";
import { followTheme } from "./page-colours.js";

followTheme();
enableCopyButtons();
enableCompactLists();
enableEscape();
enableEntryLinks();
