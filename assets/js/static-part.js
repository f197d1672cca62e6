/* An element that the server has written out: Dash sees one component, not one for each tag. */
window.dashboard_parts = {
  StaticPart: function (props) {
    "use strict";
    var content = { dangerouslySetInnerHTML: { __html: props.html } };
    return window.React.createElement(props.tag, Object.assign({}, props.attributes, content));
  },
};
