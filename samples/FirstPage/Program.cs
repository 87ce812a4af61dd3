using Feedforward;
using Feedforward.Formats;

var (train, validation, test) = Csv.Read("flowers.csv").Split(0.70, 0.15, 0.15, seed: 42);
var pipeline = Pipeline.Fit(train, target: "species");

var network = new Network(pipeline.Inputs,
    new Dense(32, Activation.ReLU),
    new Dense(16, Activation.ReLU) { Dropout = 0.2f },
    new Dense(pipeline.Outputs, Activation.Softmax));

var model = new Model(network, pipeline, seed: 42);
var options = new TrainingOptions
{
    Cost = Cost.LogLikelihood,
    Optimizer = new Adam(0.001f),
    Penalty = new L2(0.0001f),
    EarlyStopping = new EarlyStopping(Patience: 10),
};
foreach (var epoch in model.Epochs(train, validation, options))
    Console.WriteLine(epoch);

Console.WriteLine(model.Evaluate(test));
Console.WriteLine(model.Predict(test[0]));
model.Save("flowers.safetensors");
